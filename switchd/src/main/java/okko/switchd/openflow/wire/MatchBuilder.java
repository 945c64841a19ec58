package okko.switchd.openflow.wire;

import okko.switchd.flow.Field;
import okko.switchd.flow.FieldCode;
import okko.switchd.flow.FieldValue;
import okko.switchd.flow.FlowKey;
import okko.switchd.flow.Match;
import okko.switchd.openflow.OpenFlowError;
import okko.switchd.openflow.OpenFlowException;
import okko.ringshm.wire.Ethernet;

/** Puts a match together field by field, and checks each against those before it. */
final class MatchBuilder {

    private final long[] key = new long[FlowKey.WORDS];
    private final long[] mask = new long[FlowKey.WORDS];

    /**
     * Asks for some bits of a field, as its sender put it.
     *
     * @param code  of the field
     * @param value its value
     * @param bits  which of its bits must be equal
     * @throws OpenFlowException if the packets that are matched do not have it, or it is there already
     */
    void addChecked(FieldCode code, FieldValue value, FieldValue bits) throws OpenFlowException {
        Field field = code.field();
        if (!prerequisitesHold(code)) {
            throw new OpenFlowException(OpenFlowError.OFPBMC_BAD_PREREQ,
                    "%s matches only behind %s".formatted(code, field.prerequisite().text()));
        }
        if (!field.read(mask).isZero()) {
            throw new OpenFlowException(OpenFlowError.OFPBMC_DUP_FIELD, code + " is there twice");
        }
        add(field, value, bits);
    }

    void add(Field field, FieldValue value, FieldValue bits) {
        if (bits.isZero()) {
            return;
        }
        field.write(key, value, bits);
        field.write(mask, bits, bits);
        key[field.word()] |= field.impliedBits();
        mask[field.word()] |= field.impliedBits();
    }

    void add(Field field, long value) {
        add(field, FieldValue.of(value), field.exactMask());
    }

    private boolean prerequisitesHold(FieldCode code) {
        return switch (code) {
            // In flow text these two are those of ICMPv6 as well.
            case NXM_OF_ICMP_TYPE, OXM_OF_ICMPV4_TYPE, NXM_OF_ICMP_CODE, OXM_OF_ICMPV4_CODE ->
                isExactly(Field.DL_TYPE, Ethernet.TYPE_IPV4) && code.field().prerequisite().holds(key, mask);
            case OXM_OF_VLAN_PCP -> (key[FlowKey.SOURCE_AND_VLAN] & FlowKey.VLAN_PRESENT) != 0;
            default -> code.field().prerequisite().holds(key, mask);
        };
    }

    boolean isExactly(Field field, long value) {
        return field.read(mask).equals(field.exactMask()) && field.read(key).low() == value;
    }

    Match build() {
        return Match.of(key, mask);
    }
}
