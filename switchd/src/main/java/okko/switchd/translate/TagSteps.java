package okko.switchd.translate;

import okko.ringshm.wire.Ethernet;
import okko.switchd.action.PopMpls;
import okko.switchd.action.PopVlan;
import okko.switchd.action.PushMpls;
import okko.switchd.action.PushVlan;
import okko.switchd.action.SetField;
import okko.switchd.action.Step;
import okko.switchd.flow.Field;
import okko.switchd.flow.FieldValue;
import okko.switchd.flow.FlowKey;

/** Steps that put VLAN tags and MPLS labels on, take them off, and write the outer tag. */
final class TagSteps {

    private final Translation tree;

    TagSteps(Translation tree) {
        this.tree = tree;
    }

    /** {@return whether a field is the outer tag or a part of it} */
    static boolean isOuterTag(Field field) {
        return field == Field.DL_VLAN || field == Field.DL_VLAN_PCP || field == Field.VLAN_VID
                || field == Field.VLAN_TCI;
    }

    /**
     * Writes a part of the tag. The fields that the presence bit belongs to put a tag on and take it off by that bit;
     * the others leave a packet without a tag alone.
     */
    Step set(Field field, FieldValue value, FieldValue bits, Rest rest, Way way) {
        if (!way.examine(Field.VLAN_TCI)) {
            return tree.lookAgain(rest, way);
        }
        int old = tag(way, Field.VLAN_TCI);
        long[] key = way.key.clone();
        field.write(key, value, bits);
        int written = (int) Field.VLAN_TCI.read(key).low();
        if (isTagged(old) && isTagged(written)) {
            return write(written, rest, way);
        }
        if (isTagged(written)) {
            return push(Ethernet.TYPE_VLAN, written, rest, way);
        }
        return isTagged(old) ? popVlan(rest, way) : tree.goOn(rest.further(), way);
    }

    Step setVlan(Field field, int value, Rest rest, Way way) {
        if (!way.examine(Field.VLAN_TCI)) {
            return tree.lookAgain(rest, way);
        }
        long[] key = way.key.clone();
        field.write(key, FieldValue.of(value), field.exactMask());
        int written = (int) Field.VLAN_TCI.read(key).low() | FlowKey.VLAN_PRESENT;
        return isTagged(tag(way, Field.VLAN_TCI)) ? write(written, rest, way)
                : push(Ethernet.TYPE_VLAN, written, rest, way);
    }

    private Step write(int tag, Rest rest, Way way) {
        FieldValue id = Field.DL_VLAN.read(keyOf(tag));
        FieldValue priority = Field.DL_VLAN_PCP.read(keyOf(tag));
        way.overwrite(Field.VLAN_TCI, FieldValue.of(tag), Field.VLAN_TCI.exactMask());
        Step next = tree.goOn(rest.further(), way);
        return new SetField(Field.DL_VLAN, id, Field.DL_VLAN.exactMask(),
                new SetField(Field.DL_VLAN_PCP, priority, Field.DL_VLAN_PCP.exactMask(), next));
    }

    private static long[] keyOf(int tag) {
        long[] key = new long[FlowKey.WORDS];
        Field.VLAN_TCI.write(key, FieldValue.of(tag), Field.VLAN_TCI.exactMask());
        return key;
    }

    Step pushVlan(int type, Rest rest, Way way) {
        if (!way.examine(Field.VLAN_TCI)) {
            return tree.lookAgain(rest, way);
        }
        return push(type, tag(way, Field.VLAN_TCI) | FlowKey.VLAN_PRESENT, rest, way);
    }

    private Step push(int type, int tag, Rest rest, Way way) {
        if (!way.examine(FrameLayout.of(Field.VLAN_TCI, Field.VLAN_TCI1))) {
            return tree.lookAgain(rest, way);
        }
        if (isTagged(tag(way, Field.VLAN_TCI1))) {
            way.spoil(FrameLayout.behindTags()); // the third tag hides what is behind it
        }
        way.overwrite(Field.VLAN_TCI1, way.value(Field.VLAN_TCI), Field.VLAN_TCI1.exactMask());
        way.overwrite(Field.VLAN_TCI, FieldValue.of(tag), Field.VLAN_TCI.exactMask());
        return new PushVlan(type, tag, tree.goOn(rest.further(), way));
    }

    Step popVlan(Rest rest, Way way) {
        if (!way.examine(FrameLayout.of(Field.VLAN_TCI, Field.VLAN_TCI1, Field.DL_TYPE))) {
            return tree.lookAgain(rest, way);
        }
        if (!isTagged(tag(way, Field.VLAN_TCI))) {
            return tree.goOn(rest.further(), way);
        }
        way.overwrite(Field.VLAN_TCI, way.value(Field.VLAN_TCI1), Field.VLAN_TCI.exactMask());
        way.overwrite(Field.VLAN_TCI1, FieldValue.ZERO, Field.VLAN_TCI1.exactMask());
        long type = way.value(Field.DL_TYPE).low();
        if (type == Ethernet.TYPE_VLAN || type == Ethernet.TYPE_SERVICE_VLAN) {
            way.spoil(FrameLayout.behindTags()); // a third tag comes to light
            way.spoil(FrameLayout.of(Field.VLAN_TCI1));
        }
        return new PopVlan(tree.goOn(rest.further(), way));
    }

    Step pushMpls(int type, Rest rest, Way way) {
        if (!way.examine(Field.DL_TYPE)) {
            return tree.lookAgain(rest, way);
        }
        if (way.value(Field.DL_TYPE).low() == FlowKey.TYPE_NONE) {
            return tree.goOn(rest.further(), way); // no place for the type
        }
        way.spoil(FrameLayout.behindTags());
        way.overwrite(Field.DL_TYPE, FieldValue.of(type), Field.DL_TYPE.exactMask());
        return new PushMpls(type, tree.goOn(rest.further(), way));
    }

    Step popMpls(int type, Rest rest, Way way) {
        if (!way.examine(Field.DL_TYPE)) {
            return tree.lookAgain(rest, way);
        }
        if (!Field.MPLS_LABEL.prerequisite().holds(way.key)) {
            return tree.goOn(rest.further(), way);
        }
        way.spoil(FrameLayout.behindTags());
        if (type == Ethernet.TYPE_VLAN || type == Ethernet.TYPE_SERVICE_VLAN) {
            way.spoil(FrameLayout.of(Field.VLAN_TCI, Field.VLAN_TCI1));
        }
        return new PopMpls(type, tree.goOn(rest.further(), way));
    }

    private static int tag(Way way, Field field) {
        return (int) way.value(field).low();
    }

    private static boolean isTagged(int tag) {
        return (tag & FlowKey.VLAN_PRESENT) != 0;
    }
}
