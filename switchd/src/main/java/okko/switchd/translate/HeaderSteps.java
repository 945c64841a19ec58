package okko.switchd.translate;

import okko.switchd.action.DecMplsTtl;
import okko.switchd.action.DecTtl;
import okko.switchd.action.Drop;
import okko.switchd.action.SetField;
import okko.switchd.action.SetInPort;
import okko.switchd.action.SetMetadata;
import okko.switchd.action.Step;
import okko.switchd.flow.Action;
import okko.switchd.flow.Field;
import okko.switchd.flow.FieldValue;
import okko.switchd.flow.FlowKey;
import okko.switchd.flow.Prerequisite;
import okko.switchd.packet.DropReason;

/** Steps that write fields; an action on a field that the packet does not have is left out, as in Open vSwitch. */
final class HeaderSteps {

    private static final Step EXPIRED = new Drop(DropReason.TTL_EXPIRED);

    private final Translation tree;

    HeaderSteps(Translation tree) {
        this.tree = tree;
    }

    Step set(Field field, FieldValue value, FieldValue bits, Rest rest, Way way) {
        if (TagSteps.isOuterTag(field)) {
            return tree.tags().set(field, value, bits, rest, way);
        }
        boolean isRead = (field == Field.NW_TTL || field == Field.IN_PORT) && !bits.equals(field.exactMask());
        if (!examineNeeds(field, way) || isRead && !way.examine(field)) {
            return tree.lookAgain(rest, way);
        }
        if (!isThere(field, way)) {
            return tree.goOn(rest.further(), way);
        }
        way.overwrite(field, value, bits);
        if (field.prerequisite() == Prerequisite.ICMPV6 || field.prerequisite() == Prerequisite.ICMP_ANY) {
            // Whether these are there is up to the type.
            way.spoil(FrameLayout.of(Field.ND_TARGET, Field.ND_SLL, Field.ND_TLL));
        }
        FieldValue written = way.value(field);
        Step next = tree.goOn(rest.further(), way);
        return switch (field) {
            case METADATA -> new SetMetadata(value.low(), bits.low(), next);
            case IN_PORT -> new SetInPort((int) written.low(), next);
            case PKT_MARK -> next;
            default -> isRegister(field) ? next : new SetField(field, value, bits, next);
        };
    }

    /** Registers are never anywhere but here: what a rule would find in them is known. */
    private static boolean isRegister(Field field) {
        return field.word() >= FlowKey.REGISTERS;
    }

    Step move(Action.Move move, Rest rest, Way way) {
        FieldValue ones = FieldValue.ones(move.bits());
        long[] read = Way.maskOf(move.from(), ones.shiftLeft(move.fromBit()));
        if (!examineNeeds(move.from(), way) || !way.examine(read)) {
            return tree.lookAgain(rest, way);
        }
        if (!isThere(move.from(), way)) {
            return tree.goOn(rest.further(), way);
        }
        FieldValue value = way.value(move.from()).shiftRight(move.fromBit()).and(ones).shiftLeft(move.toBit());
        return set(move.to(), value, ones.shiftLeft(move.toBit()), rest, way);
    }

    Step decrementTimeToLive(Rest rest, Way way) {
        if (!examineNeeds(Field.NW_TTL, way)) {
            return tree.lookAgain(rest, way);
        }
        if (!isThere(Field.NW_TTL, way)) {
            return tree.goOn(rest.further(), way);
        }
        way.countTimeToLive();
        return new DecTtl(tree.pause(rest.further(), way), EXPIRED);
    }

    Step decrementMplsTimeToLive(Rest rest, Way way) {
        if (!examineNeeds(Field.MPLS_TTL, way)) {
            return tree.lookAgain(rest, way);
        }
        if (!isThere(Field.MPLS_TTL, way)) {
            return tree.goOn(rest.further(), way);
        }
        way.spoil(FrameLayout.of(Field.MPLS_TTL));
        return new DecMplsTtl(tree.pause(rest.further(), way), EXPIRED);
    }

    /** Looks at what says whether the packet has a field; false if some of it is stale. */
    private static boolean examineNeeds(Field field, Way way) {
        long[] needed = new long[FlowKey.WORDS];
        field.prerequisite().examine(needed);
        if (isBehindNetworkHeader(field)) {
            Field.IP_FRAG.write(needed, Field.IP_FRAG.exactMask(), Field.IP_FRAG.exactMask());
        }
        return way.examine(needed);
    }

    private static boolean isThere(Field field, Way way) {
        return field.prerequisite().holds(way.key)
                && !(isBehindNetworkHeader(field)
                        && (way.value(Field.IP_FRAG).low() & FlowKey.FRAGMENT_LATER) != 0);
    }

    private static boolean isBehindNetworkHeader(Field field) {
        return switch (field.prerequisite()) {
            case NONE, IPV4, IPV6, IP_ANY, ARP, MPLS -> false;
            case TCP, UDP, SCTP, PORTS, ICMP_ANY, ICMPV6, ND, ND_SOLICITATION, ND_ADVERTISEMENT -> true;
        };
    }
}
