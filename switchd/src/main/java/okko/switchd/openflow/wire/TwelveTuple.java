package okko.switchd.openflow.wire;

import okko.ringshm.wire.Ethernet;
import okko.switchd.flow.Field;
import okko.switchd.flow.FieldValue;
import okko.switchd.flow.FlowKey;
import okko.switchd.flow.Match;
import okko.switchd.openflow.OpenFlowError;
import okko.switchd.openflow.OpenFlowException;

/**
 * The match of OpenFlow 1.0: twelve fields in fixed places (1.0, 5.2.3). A field that the packets which are matched do
 * not have is left out, as Open vSwitch does.
 */
final class TwelveTuple {

    /** Length, bytes. */
    static final int BYTES = 40;

    private static final int IN_PORT = 1;
    private static final int VLAN = 1 << 1;
    private static final int SOURCE = 1 << 2;
    private static final int DESTINATION = 1 << 3;
    private static final int TYPE = 1 << 4;
    private static final int PROTOCOL = 1 << 5;
    private static final int SOURCE_PORT = 1 << 6;
    private static final int DESTINATION_PORT = 1 << 7;
    private static final int NETWORK_SOURCE_SHIFT = 8;
    private static final int NETWORK_DESTINATION_SHIFT = 14;
    private static final int PRIORITY = 1 << 20;
    private static final int SERVICE = 1 << 21;
    private static final int BITS_MASK = 0x3f;

    private static final int NO_VLAN = 0xffff;
    private static final int PRIORITY_SHIFT = 13;
    private static final int VLAN_ID = 0xfff;
    private static final int PRIORITY_BITS = 7;
    private static final int DSCP = 0xfc;

    private TwelveTuple() {}

    static Match read(WireReader reader) throws OpenFlowException {
        int wildcards = reader.u32();
        MatchBuilder match = new MatchBuilder();
        int inPort = reader.u16();
        long source = reader.ethernetAddress();
        long destination = reader.ethernetAddress();
        int vlan = reader.u16();
        int priority = reader.u8();
        reader.skip(1);
        int type = reader.u16();
        if ((wildcards & IN_PORT) == 0) {
            match.add(Field.IN_PORT, inPort);
        }
        if ((wildcards & SOURCE) == 0) {
            match.add(Field.DL_SRC, source);
        }
        if ((wildcards & DESTINATION) == 0) {
            match.add(Field.DL_DST, destination);
        }
        addVlan(wildcards, vlan, priority, match);
        if ((wildcards & TYPE) == 0) {
            match.add(Field.DL_TYPE, type);
        }
        readNetwork(reader, wildcards, match);
        return match.build();
    }

    private static void addVlan(int wildcards, int vlan, int priority, MatchBuilder match) {
        boolean isIdMatched = (wildcards & VLAN) == 0;
        if (isIdMatched && vlan == NO_VLAN) {
            match.add(Field.VLAN_TCI, 0);
            return;
        }
        if (isIdMatched) {
            match.add(Field.DL_VLAN, vlan & VLAN_ID);
        }
        if ((wildcards & PRIORITY) == 0) {
            match.add(Field.DL_VLAN_PCP, priority & PRIORITY_BITS);
        }
    }

    private static void readNetwork(WireReader reader, int wildcards, MatchBuilder match) throws OpenFlowException {
        int service = reader.u8();
        int protocol = reader.u8();
        reader.skip(2);
        int source = reader.u32();
        int destination = reader.u32();
        int sourcePort = reader.u16();
        int destinationPort = reader.u16();
        boolean isIpv4 = match.isExactly(Field.DL_TYPE, Ethernet.TYPE_IPV4);
        boolean isArp = match.isExactly(Field.DL_TYPE, Ethernet.TYPE_ARP)
                || match.isExactly(Field.DL_TYPE, Ethernet.TYPE_RARP);
        boolean isIp = isIpv4 || match.isExactly(Field.DL_TYPE, Ethernet.TYPE_IPV6);
        if (isIpv4 || isArp) {
            addPrefix(isArp ? Field.ARP_SPA : Field.NW_SRC, source, wildcards >>> NETWORK_SOURCE_SHIFT, match);
            addPrefix(isArp ? Field.ARP_TPA : Field.NW_DST, destination, wildcards >>> NETWORK_DESTINATION_SHIFT,
                    match);
        }
        if (isIp && (wildcards & SERVICE) == 0) {
            match.add(Field.NW_TOS, service & DSCP);
        }
        if ((isIp || isArp) && (wildcards & PROTOCOL) == 0) {
            match.add(isArp ? Field.ARP_OP : Field.NW_PROTO, protocol);
        }
        boolean isIcmp = Field.ICMP_TYPE.prerequisite().holds(match.build());
        if (isIcmp || Field.TP_SRC.prerequisite().holds(match.build())) {
            if ((wildcards & SOURCE_PORT) == 0) {
                match.add(isIcmp ? Field.ICMP_TYPE : Field.TP_SRC, isIcmp ? sourcePort & 0xff : sourcePort);
            }
            if ((wildcards & DESTINATION_PORT) == 0) {
                match.add(isIcmp ? Field.ICMP_CODE : Field.TP_DST, isIcmp ? destinationPort & 0xff : destinationPort);
            }
        }
    }

    private static void addPrefix(Field field, int address, int wildcards, MatchBuilder match) {
        int wildBits = Math.min(wildcards & BITS_MASK, Integer.SIZE);
        FieldValue mask = FieldValue.ones(Integer.SIZE - wildBits).shiftLeft(wildBits);
        match.add(field, FieldValue.of(Integer.toUnsignedLong(address)).and(mask), mask);
    }

    /**
     * Writes a match; what the twelve fields cannot say is left out.
     *
     * @param match  to write
     * @param writer takes 40 bytes
     */
    static void write(Match match, WireWriter writer) {
        boolean isArp = Field.ARP_OP.prerequisite().holds(match);
        boolean isIpv4 = Field.NW_SRC.prerequisite().holds(match);
        boolean isIp = Field.NW_TOS.prerequisite().holds(match);
        boolean isIcmp = Field.ICMP_TYPE.prerequisite().holds(match);
        boolean hasPorts = isIcmp || Field.TP_SRC.prerequisite().holds(match);
        long tag = match.value(Field.VLAN_TCI).low();
        long tagMask = match.mask(Field.VLAN_TCI).low();
        boolean isUntagged = (tagMask & FlowKey.VLAN_PRESENT) != 0 && (tag & FlowKey.VLAN_PRESENT) == 0;
        boolean hasId = isUntagged || (tagMask & VLAN_ID) != 0;
        boolean hasPriority = isUntagged || tagMask >>> PRIORITY_SHIFT != 0;
        int wildcards = wild(isMatched(match, Field.IN_PORT), IN_PORT) | wild(hasId, VLAN)
                | wild(isMatched(match, Field.DL_SRC), SOURCE) | wild(isMatched(match, Field.DL_DST), DESTINATION)
                | wild(isMatched(match, Field.DL_TYPE), TYPE)
                | wild((isIp || isArp) && isMatched(match, Field.NW_PROTO), PROTOCOL)
                | wild(hasPorts && isMatched(match, isIcmp ? Field.ICMP_TYPE : Field.TP_SRC), SOURCE_PORT)
                | wild(hasPorts && isMatched(match, isIcmp ? Field.ICMP_CODE : Field.TP_DST), DESTINATION_PORT)
                | wildBits(isIpv4 || isArp, match, Field.NW_SRC) << NETWORK_SOURCE_SHIFT
                | wildBits(isIpv4 || isArp, match, Field.NW_DST) << NETWORK_DESTINATION_SHIFT
                | wild(hasPriority, PRIORITY) | wild(isIp && isMatched(match, Field.NW_TOS), SERVICE);
        writer.u32(wildcards).u16((int) match.value(Field.IN_PORT).low())
                .ethernetAddress(match.value(Field.DL_SRC).low()).ethernetAddress(match.value(Field.DL_DST).low())
                .u16(isUntagged ? NO_VLAN : (int) tag & VLAN_ID).u8((int) tag >>> PRIORITY_SHIFT).zeros(1)
                .u16((int) match.value(Field.DL_TYPE).low())
                .u8(isIp ? (int) match.value(Field.NW_TOS).low() : 0)
                .u8((int) match.value(Field.NW_PROTO).low()).zeros(2)
                .u32((int) match.value(Field.NW_SRC).low()).u32((int) match.value(Field.NW_DST).low())
                .u16(hasPorts ? (int) match.value(Field.TP_SRC).low() : 0)
                .u16(hasPorts ? (int) match.value(Field.TP_DST).low() : 0);
    }

    private static int wild(boolean isMatched, int bit) {
        return isMatched ? 0 : bit;
    }

    private static int wildBits(boolean isThere, Match match, Field field) {
        return isThere ? Integer.SIZE - match.mask(field).bitCount() : Integer.SIZE;
    }

    private static boolean isMatched(Match match, Field field) {
        return match.mask(field).equals(field.exactMask());
    }

    /** {@return whether the twelve fields can say all of a match} */
    static boolean canSay(Match match) {
        if (Field.ICMPV6_TYPE.prerequisite().holds(match)) {
            return false; // they could, but Open vSwitch does not let them
        }
        WireWriter writer = new WireWriter();
        write(match, writer);
        try {
            return read(WireReader.of(writer.toBytes(0), OpenFlowError.OFPBMC_BAD_LEN))
                    .equals(match);
        } catch (OpenFlowException e) {
            throw new IllegalStateException("what was written cannot be read", e);
        }
    }
}
