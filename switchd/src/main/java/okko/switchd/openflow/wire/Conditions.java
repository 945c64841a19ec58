package okko.switchd.openflow.wire;

import okko.switchd.flow.Field;
import okko.switchd.flow.FlowKey;
import okko.switchd.flow.Match;
import okko.switchd.flow.Prerequisite;

/** What is known of a packet while its actions are written: a version may need several where others need one. */
final class Conditions {

    private final Match match;
    private boolean hasTag;

    private Conditions(Match match, boolean hasTag) {
        this.match = match;
        this.hasTag = hasTag;
    }

    Conditions(Match match) {
        this.match = match;
        hasTag = (match.keyWord(FlowKey.SOURCE_AND_VLAN) & FlowKey.VLAN_PRESENT) != 0;
    }

    /** {@return whether the packet surely has a VLAN tag here} */
    boolean hasTag() {
        return hasTag;
    }

    void tag(boolean isTagged) {
        hasTag = isTagged;
    }

    /** {@return the same, for a copy of the packet from here on} */
    Conditions copy() {
        return new Conditions(match, hasTag);
    }

    /** {@return the field on the wire whose lowest bits are those of a field} */
    static Field spoken(Field field, Conditions conditions) {
        return switch (field) {
            case TP_SRC, TP_DST -> conditions.transport(field);
            case DL_VLAN -> Field.VLAN_TCI;
            default -> field;
        };
    }

    /** {@return the field that one of {@code tp_src} and {@code tp_dst} is here; TCP's if that is not known} */
    Field transport(Field field) {
        boolean isSource = field == Field.TP_SRC;
        if (Prerequisite.UDP.holds(match)) {
            return isSource ? Field.UDP_SRC : Field.UDP_DST;
        }
        if (Prerequisite.SCTP.holds(match)) {
            return isSource ? Field.SCTP_SRC : Field.SCTP_DST;
        }
        return isSource ? Field.TCP_SRC : Field.TCP_DST;
    }
}
