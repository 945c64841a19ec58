package okko.switchd.action;

import okko.ringshm.wire.Checksum;
import okko.ringshm.wire.NetworkOrder;
import okko.switchd.action.HeaderPlace.Header;
import okko.switchd.flow.Field;
import okko.switchd.flow.FieldValue;
import okko.switchd.flow.FlowKey;
import okko.switchd.packet.Packet;

/**
 * Writes a header field where the frame has it, and corrects the checksums that cover it. A frame that does not have
 * it, or is cut off before its end, is left alone. Metadata and the input port have steps of their own; registers and
 * the packet's mark are in no frame.
 */
public final class SetField extends Step {

    private static final int SOURCE_OFFSET = 8;
    private static final int DESTINATION_OFFSET = 24;

    private final HeaderPlace place;

    /** The field's place in IPv6, if that has it as well; else the same. */
    private final HeaderPlace placeInIpv6;

    private final long high;
    private final long low;
    private final long highMask;
    private final long lowMask;
    private final Step next;

    /**
     * Makes the step.
     *
     * @param field of the packet's headers
     * @param value what it gets, under the mask
     * @param mask  which bits
     * @param next  what comes after it
     * @throws IllegalArgumentException if the field is in no frame, or is one that no action may write
     */
    public SetField(Field field, FieldValue value, FieldValue mask, Step next) {
        place = HeaderPlace.of(field).orElseThrow(
                () -> new IllegalArgumentException("no frame has a place to write to: field=" + field));
        placeInIpv6 = HeaderPlace.inIpv6(field).orElse(place);
        FieldValue written = bitsInFrame(field, mask);
        high = value.high() & written.high();
        low = value.low() & written.low();
        highMask = written.high();
        lowMask = written.low();
        this.next = next;
    }

    /** Which bits of the field's number in the frame a mask stands for. */
    private static FieldValue bitsInFrame(Field field, FieldValue mask) {
        return switch (field) {
            // The bit that says that there is a tag is the drop eligible indicator in the frame.
            case VLAN_TCI, VLAN_VID -> FieldValue.of(mask.low() & ~FlowKey.VLAN_PRESENT);
            // The key has no operations above 255; one that is there all the same is replaced as a whole.
            case ARP_OP -> FieldValue.of(mask.low() == 0xff ? 0xffff : mask.low());
            default -> mask;
        };
    }

    @Override
    public Step run(Packet packet, ActionExecutor executor) {
        executor.settle(packet);
        executor.requireParsed(packet);
        HeaderPlace target = place;
        long header = Headers.find(target.header(), packet);
        if (header == Headers.NONE && placeInIpv6 != place) {
            target = placeInIpv6;
            header = Headers.find(target.header(), packet);
        }
        if (header != Headers.NONE) {
            write(packet, target, header);
        }
        return next;
    }

    private void write(Packet packet, HeaderPlace target, long header) {
        long address = header + target.offsetBytes();
        switch (target.widthBytes()) {
            case 2 -> {
                int before = NetworkOrder.u16(address);
                int after = (int) merged(before, target.shift());
                NetworkOrder.put16(address, after);
                correct(packet, target, header, before, after);
            }
            case 4 -> {
                long before = NetworkOrder.u32(address) & 0xffffffffL;
                long after = merged(before, target.shift());
                NetworkOrder.put32(address, (int) after);
                correct(packet, target, header, before, after);
            }
            case 8 -> {
                long before = NetworkOrder.u64(address);
                long after = merged(before, target.shift());
                NetworkOrder.put64(address, after);
                correct(packet, target, header, before, after);
            }
            default -> writePair(packet, target, header);
        }
    }

    private long merged(long before, int shift) {
        return before & ~(lowMask << shift) | low << shift;
    }

    /** Writes an IPv6 address. */
    private void writePair(Packet packet, HeaderPlace target, long header) {
        if (target.header() == Header.TRANSPORT
                && Headers.transportBytes(packet) < target.offsetBytes() + target.widthBytes()) {
            return;
        }
        long address = header + target.offsetBytes();
        long highBefore = NetworkOrder.u64(address);
        long lowBefore = NetworkOrder.u64(address + Long.BYTES);
        long highAfter = highBefore & ~highMask | high;
        long lowAfter = lowBefore & ~lowMask | low;
        NetworkOrder.put64(address, highAfter);
        NetworkOrder.put64(address + Long.BYTES, lowAfter);
        correct(packet, target, header, highBefore, highAfter);
        correct(packet, target, header, lowBefore, lowAfter);
    }

    /** Corrects the checksums that cover a number. */
    private static void correct(Packet packet, HeaderPlace place, long header, long before, long after) {
        if (before == after) {
            return;
        }
        long change = Checksum.change(before, after);
        switch (place.header()) {
            case ETHERNET, VLAN, MPLS, ARP -> {
                // No checksum but that of the frame, which is the device's.
            }
            case IPV4 -> {
                ChecksumRepair.afterChangeInIpv4(header, change);
                if (place.widthBytes() == Integer.BYTES) { // an address: all others have two bytes
                    ChecksumRepair.afterChangeOfAddress(packet, change);
                }
            }
            case IPV6 -> {
                if (isInPseudoHeader(place, packet)) {
                    ChecksumRepair.afterChangeOfAddress(packet, change);
                }
            }
            case TRANSPORT -> {
                int flips = place.widthBytes() == Short.BYTES
                        ? (int) (before ^ after) << 16 - 8 * place.offsetBytes()
                        : 0;
                ChecksumRepair.afterChangeInTransport(packet, change, flips);
            }
            case ND_SOURCE_OPTION, ND_TARGET_OPTION -> ChecksumRepair.afterChangeInTransport(packet, change, 0);
        }
    }

    private static boolean isInPseudoHeader(HeaderPlace place, Packet packet) {
        return switch (place.offsetBytes()) {
            case SOURCE_OFFSET -> true;
            case DESTINATION_OFFSET -> !Headers.isSourceRouted(packet);
            default -> false;
        };
    }
}
