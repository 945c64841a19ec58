package okko.switchd.openflow.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import okko.switchd.flow.Field;
import okko.switchd.flow.FieldCode;
import okko.switchd.flow.FieldValue;
import okko.switchd.flow.FlowKey;
import okko.switchd.flow.Match;
import okko.switchd.openflow.OpenFlowError;
import okko.switchd.openflow.OpenFlowException;
import okko.switchd.openflow.OpenFlowVersion;
import okko.switchd.openflow.wire.FlowMatch.Peer;

/**
 * A match as a list of fields: Nicira's, {@code nx_match}, or that of OpenFlow 1.2 and later (1.3, 7.2.3). They are
 * written in the order in which Open vSwitch writes them.
 */
final class MatchFields {

    private static final int PROGRAM_MASK = 0xffff;

    /** What is done about fields that are not known. */
    enum Unknown {
        /** They are errors. */
        REFUSED,
        /** They are passed over. */
        SKIPPED
    }

    private static final List<Field> BEFORE_REGISTERS = List.of(
            Field.MPLS_TC, Field.MPLS_BOS, Field.MPLS_TTL, Field.MPLS_LABEL,
            Field.NW_SRC, Field.NW_DST, Field.IPV6_SRC, Field.IPV6_DST, Field.IP_FRAG, Field.IPV6_LABEL, Field.IP_DSCP,
            Field.NW_TOS, Field.NW_ECN, Field.NW_TTL, Field.NW_PROTO,
            Field.TCP_SRC, Field.TCP_DST, Field.TCP_FLAGS, Field.UDP_SRC, Field.UDP_DST, Field.SCTP_SRC, Field.SCTP_DST,
            Field.ICMPV6_TYPE, Field.ICMPV6_CODE, Field.ICMP_TYPE, Field.ICMP_CODE,
            Field.ND_TARGET, Field.ND_SLL, Field.ND_TLL,
            Field.ARP_OP, Field.ARP_SPA, Field.ARP_TPA, Field.ARP_SHA, Field.ARP_THA);

    private final FieldCodec codec;
    private final List<Field> order;
    private final List<Field> orderForOkko;

    private MatchFields(FieldCodec codec, List<Field> vlan, List<Field> serviceType, List<Field> registers) {
        this.codec = codec;
        List<Field> all = new ArrayList<>(List.of(Field.IN_PORT, Field.DL_SRC, Field.DL_DST, Field.DL_TYPE));
        all.addAll(vlan);
        BEFORE_REGISTERS.stream()
                .filter(field -> field != Field.IP_DSCP && field != Field.NW_TOS || serviceType.contains(field))
                .forEach(all::add);
        all.addAll(registers);
        all.add(Field.PKT_MARK);
        all.add(Field.METADATA);
        order = List.copyOf(all);
        all.addAll(List.of(Field.VLAN_TCI1, Field.MPLS_LSE1, Field.MPLS_LSE2));
        orderForOkko = List.copyOf(all);
    }

    /** Nicira's, in OpenFlow 1.0. */
    static MatchFields nicira() {
        return new MatchFields(FieldCodec.nicira(), List.of(Field.VLAN_TCI), List.of(Field.NW_TOS), registers());
    }

    /** That of a version behind 1.0. */
    static MatchFields of(OpenFlowVersion version) {
        return new MatchFields(FieldCodec.of(version), List.of(Field.VLAN_VID, Field.DL_VLAN_PCP),
                List.of(Field.IP_DSCP), version == OpenFlowVersion.V1_5 ? pairedRegisters() : registers());
    }

    private static List<Field> registers() {
        return List.of(Field.values()).subList(Field.REG0.ordinal(), Field.REG15.ordinal() + 1);
    }

    private static List<Field> pairedRegisters() {
        return List.of(Field.values()).subList(Field.XREG0.ordinal(), Field.XREG7.ordinal() + 1);
    }

    /**
     * Reads fields to the end.
     *
     * @param reader  of the fields alone
     * @param unknown what to do about fields that are not known
     * @return the match
     * @throws OpenFlowException if one of them is wrong, there twice, or not there in the packets that are matched
     */
    FlowMatch read(WireReader reader, Unknown unknown) throws OpenFlowException {
        MatchBuilder match = new MatchBuilder();
        OptionalInt program = OptionalInt.empty();
        Peer peer = Peer.STOCK;
        long cookie = 0;
        long cookieMask = 0;
        while (reader.hasMore()) {
            FieldHeader header = FieldHeader.read(reader, FieldPurpose.MATCH);
            if (header.isCookie()) {
                checkOnce(cookieMask == 0, "NXM_NX_COOKIE");
                cookie = reader.u64();
                cookieMask = header.hasMask() ? reader.u64() : -1L;
            } else if (header.isProgram()) {
                checkOnce(peer == Peer.STOCK, "filter_prog");
                peer = Peer.OKKO;
                program = readProgram(reader, header);
            } else {
                readField(reader, header, unknown, match);
            }
        }
        return new FlowMatch(match.build(), program, peer, cookie & cookieMask, cookieMask);
    }

    private static void checkOnce(boolean isFirst, String name) throws OpenFlowException {
        if (!isFirst) {
            throw new OpenFlowException(OpenFlowError.OFPBMC_DUP_FIELD, name + " is there twice");
        }
    }

    private static OptionalInt readProgram(WireReader reader, FieldHeader header) throws OpenFlowException {
        if (header.valueBytes() != Short.BYTES) {
            throw new OpenFlowException(OpenFlowError.OFPBMC_BAD_LEN, "filter_prog has 2 bytes");
        }
        int program = reader.u16();
        int mask = header.hasMask() ? reader.u16() : PROGRAM_MASK;
        if (mask != 0 && mask != PROGRAM_MASK) {
            throw new OpenFlowException(OpenFlowError.OFPBMC_BAD_MASK,
                    "filter_prog is matched as a whole or not at all, not under 0x%04x".formatted(mask));
        }
        return mask == 0 ? OptionalInt.empty() : OptionalInt.of(program);
    }

    private static void readField(WireReader reader, FieldHeader header, Unknown unknown, MatchBuilder match)
            throws OpenFlowException {
        Optional<FieldCode> known = header.code(FieldPurpose.MATCH);
        if (known.isEmpty() && unknown == Unknown.SKIPPED) {
            reader.skip(header.bytes());
            return;
        }
        FieldCode code = FieldCodec.known(header, FieldPurpose.MATCH);
        FieldValue value = FieldCodec.readValue(reader, code, FieldPurpose.MATCH);
        FieldValue mask = header.hasMask()
                ? FieldCodec.readMask(reader, code, FieldPurpose.MATCH)
                : code.field().exactMask();
        if (!value.andNot(mask).isZero()) {
            throw new OpenFlowException(OpenFlowError.OFPBMC_BAD_WILDCARDS,
                    "%s: %s has bits outside of its mask %s".formatted(code, value, mask));
        }
        match.addChecked(code, value, mask);
    }

    /**
     * Writes the fields of a match; what the reader does not know is left out.
     *
     * @param match  whose fields' prerequisites hold
     * @param peer   who reads it
     * @param writer takes them
     */
    void write(Match match, Peer peer, WireWriter writer) {
        long[] key = match.key();
        long[] left = match.mask();
        for (Field field : peer == Peer.OKKO ? orderForOkko : order) {
            if (left[field.word()] == 0 && field.bits() <= Long.SIZE) {
                continue;
            }
            FieldValue mask = field.read(left);
            boolean isThere = !mask.isZero() && (key[field.word()] & field.impliedBits()) == field.impliedBits()
                    && field.prerequisite().holds(match);
            if (isThere) {
                write(field, field.read(key).and(mask), mask, writer);
                field.write(left, FieldValue.ZERO, field.exactMask());
            }
        }
    }

    private void write(Field field, FieldValue value, FieldValue mask, WireWriter writer) {
        FieldCode code = codec.code(field);
        boolean isExact = mask.equals(field.exactMask());
        FieldHeader.of(code, !isExact).write(writer);
        FieldCodec.writeValue(value, code, writer);
        if (!isExact) {
            FieldCodec.writeNumber(mask, code.bytes(), writer);
        }
    }

    /**
     * Writes the filter program.
     *
     * @param program that is meant; empty if any will do
     * @param writer  takes it
     */
    static void writeProgram(OptionalInt program, WireWriter writer) {
        FieldHeader.program(program.isEmpty()).write(writer);
        writer.u16(program.orElse(0));
        if (program.isEmpty()) {
            writer.u16(0);
        }
    }

    /**
     * Writes a cookie.
     *
     * @param cookie under the mask
     * @param mask   which bits matter
     * @param writer takes it
     */
    static void writeCookie(long cookie, long mask, WireWriter writer) {
        FieldHeader.cookie().write(writer);
        writer.u64(cookie).u64(mask);
    }

    /** {@return whether a match has bits that only Okko's own fields can say} */
    static boolean needsOkko(Match match) {
        return !match.mask(Field.VLAN_TCI1).isZero() || match.maskWord(FlowKey.MPLS) != 0;
    }
}
