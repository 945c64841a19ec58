package okko.switchd.translate;

import java.util.ArrayList;
import java.util.List;
import okko.ringshm.wire.Ethernet;
import okko.ringshm.wire.Vlan;
import okko.switchd.action.UsualLayout;
import okko.switchd.flow.Field;
import okko.switchd.flow.FieldValue;
import okko.switchd.flow.FlowKey;
import okko.switchd.packet.ByteRanges;
import okko.switchd.packet.PacketProgram;

/**
 * Which bits of the key come from which bytes of the frame, where the frame is laid out as nearly all are: with the
 * EtherType in the Ethernet header, or in a tag behind it, and without IPv4 options. The key does not tell whether a
 * frame is, so whoever relies on it has the frame itself looked at.
 */
final class FrameLayout {

    /** All that comes from the packet, and its metadata: whatever a processor may have changed. */
    static final long[] ALL_OF_THE_PACKET = new long[FlowKey.WORDS];

    /** What comes from the bytes behind the Ethernet addresses. */
    private static final long[] BEHIND_ADDRESSES = new long[FlowKey.WORDS];

    /** What comes from the bytes behind the tags. */
    private static final long[] BEHIND_TAGS = new long[FlowKey.WORDS];

    private static final long[] NOTHING = new long[FlowKey.WORDS];
    private static final int TYPE_OFFSET = 12;
    private static final int END = Integer.MAX_VALUE;

    static {
        for (int word = FlowKey.ADDRESSES; word < FlowKey.REGISTERS; word++) {
            BEHIND_TAGS[word] = -1L;
        }
        BEHIND_TAGS[FlowKey.PORT_AND_NETWORK] = 0xffffffffL;
        BEHIND_TAGS[FlowKey.MARK_AND_PASS] = 0;
        add(Field.DL_TYPE, BEHIND_TAGS);
        or(BEHIND_TAGS, BEHIND_ADDRESSES);
        add(Field.VLAN_TCI, BEHIND_ADDRESSES);
        clear(Field.VLAN_TCI1, BEHIND_TAGS);
        or(BEHIND_ADDRESSES, ALL_OF_THE_PACKET);
        add(Field.DL_DST, ALL_OF_THE_PACKET);
        add(Field.DL_SRC, ALL_OF_THE_PACKET);
        add(Field.METADATA, ALL_OF_THE_PACKET);
    }

    private final List<Part> parts = new ArrayList<>();

    /**
     * Some bytes of a frame.
     *
     * @param from    first one
     * @param end     the one behind them
     * @param fields  bits of the key that are read from there
     * @param decides further bits that may become others if these bytes do
     */
    private record Part(int from, int end, long[] fields, long[] decides) {}

    private FrameLayout() {
        part(0, 6, of(Field.DL_DST), NOTHING);
        part(6, TYPE_OFFSET, of(Field.DL_SRC), NOTHING);
    }

    /** {@return the layout of a packet at a point of its way; looks at its tags and type, unless they are stale} */
    private static FrameLayout of(Way way) {
        FrameLayout layout = new FrameLayout();
        if (!way.examine(of(Field.DL_TYPE, Field.VLAN_TCI, Field.VLAN_TCI1))) {
            layout.part(TYPE_OFFSET, END, NOTHING, BEHIND_ADDRESSES);
            return layout;
        }
        int start = networkOffset(way);
        int type = (int) way.value(Field.DL_TYPE).low();
        layout.part(TYPE_OFFSET, start, of(Field.DL_TYPE, Field.VLAN_TCI, Field.VLAN_TCI1), BEHIND_ADDRESSES);
        switch (type) {
            case Ethernet.TYPE_IPV4 -> layout.ipv4(start);
            case Ethernet.TYPE_IPV6 -> layout.ipv6(start);
            case Ethernet.TYPE_ARP, Ethernet.TYPE_RARP -> layout.part(start, start + 28, of(Field.ARP_OP,
                    Field.ARP_SPA, Field.ARP_TPA, Field.ARP_SHA, Field.ARP_THA), NOTHING);
            case Ethernet.TYPE_MPLS, Ethernet.TYPE_MPLS_MULTICAST ->
                layout.part(start, start + 12, mpls(), NOTHING);
            case FlowKey.TYPE_NONE -> layout.part(start, END, NOTHING, BEHIND_ADDRESSES);
            default -> {
                // No field is read from there.
            }
        }
        return layout;
    }

    private static int networkOffset(Way way) {
        int tags = (isTagged(way, Field.VLAN_TCI) ? 1 : 0) + (isTagged(way, Field.VLAN_TCI1) ? 1 : 0);
        return Ethernet.LENGTH_BYTES + tags * Vlan.LENGTH_BYTES;
    }

    private static boolean isTagged(Way way, Field tag) {
        return (way.value(tag).low() & FlowKey.VLAN_PRESENT) != 0;
    }

    private void ipv4(int start) {
        part(start, start + 1, NOTHING, BEHIND_TAGS); // version and length of the header
        part(start + 1, start + 2, of(Field.NW_TOS, Field.NW_ECN), NOTHING);
        part(start + 2, start + 4, NOTHING, BEHIND_TAGS); // total length
        part(start + 6, start + 8, of(Field.IP_FRAG), of(Field.TP_SRC, Field.TP_DST, Field.TCP_FLAGS));
        part(start + 8, start + 9, of(Field.NW_TTL), NOTHING);
        part(start + 9, start + 10, of(Field.NW_PROTO), of(Field.TP_SRC, Field.TP_DST, Field.TCP_FLAGS));
        part(start + 12, start + 16, of(Field.NW_SRC), NOTHING);
        part(start + 16, start + 20, of(Field.NW_DST), NOTHING);
        part(start + 20, start + 22, of(Field.TP_SRC), of(Field.TP_DST)); // of ICMP, type and code
        part(start + 22, start + 24, of(Field.TP_DST), NOTHING);
        part(start + 32, start + 34, of(Field.TCP_FLAGS), NOTHING);
    }

    private void ipv6(int start) {
        long[] behindAddresses = of(Field.NW_PROTO, Field.IP_FRAG, Field.TP_SRC, Field.TP_DST, Field.TCP_FLAGS,
                Field.ND_TARGET, Field.ND_SLL, Field.ND_TLL);
        part(start, start + 1, of(Field.NW_TOS), BEHIND_TAGS); // version
        part(start + 1, start + 4, of(Field.NW_TOS, Field.NW_ECN, Field.IPV6_LABEL), NOTHING);
        part(start + 4, start + 6, NOTHING, BEHIND_TAGS); // length
        part(start + 6, start + 7, of(Field.NW_PROTO), behindAddresses);
        part(start + 7, start + 8, of(Field.NW_TTL), NOTHING);
        part(start + 8, start + 24, of(Field.IPV6_SRC), NOTHING);
        part(start + 24, start + 40, of(Field.IPV6_DST), NOTHING);
        part(start + 40, END, of(Field.TP_SRC, Field.TP_DST), behindAddresses); // extension headers may be anywhere
    }

    private void part(int from, int end, long[] fields, long[] decides) {
        parts.add(new Part(from, end, fields, decides));
    }

    /** {@return the bits of the key that programs which read these bytes may look at} */
    static long[] fieldsIn(ByteRanges bytes, Way way) {
        long[] bits = new long[FlowKey.WORDS];
        for (Part part : of(way).parts) {
            if (bytes.overlaps(part.from, part.end)) {
                or(part.fields, bits);
            }
        }
        return bits;
    }

    /** {@return the bits of the key that a program may make stale} */
    static long[] spoiledBy(PacketProgram.Effects effects, Way way) {
        long[] bits = new long[FlowKey.WORDS];
        if (effects.movesEnds()) {
            or(ALL_OF_THE_PACKET, bits);
            clear(Field.METADATA, bits);
        } else if (!effects.written().isEmpty()) {
            for (Part part : of(way).parts) {
                if (effects.written().overlaps(part.from, part.end)) {
                    or(part.fields, bits);
                    or(part.decides, bits);
                }
            }
        }
        if (effects.setsMetadata()) {
            add(Field.METADATA, bits);
        }
        return bits;
    }

    /** {@return what the frame must look like for {@link #spoiledBy} to hold; before the program makes bits stale} */
    static UsualLayout usual(PacketProgram.Effects effects, Way way) {
        boolean isRead = !effects.movesEnds() && effects.written().overlaps(Ethernet.LENGTH_BYTES, END)
                && way.examine(of(Field.DL_TYPE, Field.VLAN_TCI, Field.VLAN_TCI1));
        if (!isRead) {
            return UsualLayout.ANY;
        }
        return new UsualLayout(networkOffset(way), way.value(Field.DL_TYPE).low() == Ethernet.TYPE_IPV4);
    }

    /** {@return what a tag that is pushed or popped before two others makes stale} */
    static long[] behindTags() {
        return BEHIND_TAGS.clone();
    }

    /** {@return all bits of the MPLS label stack} */
    static long[] mpls() {
        long[] bits = new long[FlowKey.WORDS];
        bits[FlowKey.INNER_VLAN_AND_MPLS] = 0xffffffffL;
        bits[FlowKey.MPLS] = -1L;
        return bits;
    }

    /** {@return all bits of some fields} */
    static long[] of(Field... fields) {
        long[] bits = new long[FlowKey.WORDS];
        for (Field field : fields) {
            add(field, bits);
        }
        return bits;
    }

    private static void add(Field field, long[] bits) {
        field.write(bits, field.exactMask(), field.exactMask());
    }

    private static void clear(Field field, long[] bits) {
        field.write(bits, FieldValue.ZERO, field.exactMask());
    }

    private static void or(long[] from, long[] to) {
        for (int word = 0; word < FlowKey.WORDS; word++) {
            to[word] |= from[word];
        }
    }
}
