package okko.ringshm.capture;

import static okko.ringshm.capture.PcapngDescriptor.BLOCK_FRAME_BYTES;
import static okko.ringshm.capture.PcapngDescriptor.OPTION_HEADER_BYTES;
import static okko.ringshm.capture.PcapngDescriptor.padded;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads the frames of a pcapng file, whose bytes are all there. Blocks of other kinds than packets are passed over. */
final class PcapngReader {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long MAX_TICKS_PER_SECOND = Long.MAX_VALUE / NANOS_PER_SECOND;
    private static final int BINARY_RESOLUTION = 0x80;

    private final Path file;
    private final ByteBuffer bytes;
    private final List<Capture.Frame> frames = new ArrayList<>();
    private final List<Clock> interfaces = new ArrayList<>();

    /** How an interface tells time: ticks per second, and seconds to add. */
    private record Clock(long ticksPerSecond, long offsetSeconds) {

        /** The rest of a second fits, because a clock ticks at most {@link #MAX_TICKS_PER_SECOND} times in it. */
        long nanos(long ticks) {
            long seconds = Long.divideUnsigned(ticks, ticksPerSecond);
            long rest = Long.remainderUnsigned(ticks, ticksPerSecond);
            return (seconds + offsetSeconds) * NANOS_PER_SECOND + rest * NANOS_PER_SECOND / ticksPerSecond;
        }
    }

    PcapngReader(Path file, ByteBuffer bytes) {
        this.file = file;
        this.bytes = bytes;
    }

    List<Capture.Frame> read() throws CaptureException {
        int at = 0;
        while (at < bytes.limit()) {
            at += readBlock(at);
        }
        return frames;
    }

    /** Returns the length of the block. */
    private int readBlock(int at) throws CaptureException {
        int left = bytes.limit() - at;
        if (left < BLOCK_FRAME_BYTES) {
            throw fault(at, "truncated capture: a block takes %d bytes at least, %d are left"
                    .formatted(BLOCK_FRAME_BYTES, left));
        }
        int type = bytes.getInt(at);
        if (type == PcapngDescriptor.SECTION_HEADER) {
            beginSection(at, left);
        }
        int length = bytes.getInt(at + Integer.BYTES);
        if (length < least(type) || length % Integer.BYTES != 0) {
            throw fault(at, "a block of type %d claims %d bytes".formatted(type, length & 0xffffffffL));
        }
        if (length > left) {
            throw fault(at, "truncated capture: a block of type %d has %d bytes, %d are left"
                    .formatted(type, length, left));
        }
        if (bytes.getInt(at + length - Integer.BYTES) != length) {
            throw fault(at, "a block says that it has %d bytes, and at its end that it has %d".formatted(
                    length, bytes.getInt(at + length - Integer.BYTES) & 0xffffffffL));
        }
        switch (type) {
            case PcapngDescriptor.INTERFACE_DESCRIPTION -> addInterface(at, length);
            case PcapngDescriptor.ENHANCED_PACKET -> addEnhancedPacket(at, length);
            case PcapngDescriptor.SIMPLE_PACKET -> addSimplePacket(at, length);
            default -> { } // names, statistics, comments: nothing to forward
        }
        return length;
    }

    private static int least(int type) {
        return switch (type) {
            case PcapngDescriptor.SECTION_HEADER -> PcapngDescriptor.SECTION_HEADER_BYTES;
            case PcapngDescriptor.INTERFACE_DESCRIPTION -> PcapngDescriptor.INTERFACE_BYTES;
            case PcapngDescriptor.ENHANCED_PACKET -> PcapngDescriptor.ENHANCED_PACKET_BYTES;
            case PcapngDescriptor.SIMPLE_PACKET -> PcapngDescriptor.SIMPLE_PACKET_BYTES;
            default -> BLOCK_FRAME_BYTES;
        };
    }

    private void beginSection(int at, int left) throws CaptureException {
        if (left < PcapngDescriptor.SECTION_HEADER_BYTES) {
            throw fault(at, "truncated capture: a section header takes %d bytes, %d are left"
                    .formatted(PcapngDescriptor.SECTION_HEADER_BYTES, left));
        }
        bytes.order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.getInt(at + PcapngDescriptor.BYTE_ORDER_OFFSET) != PcapngDescriptor.BYTE_ORDER_MAGIC) {
            bytes.order(ByteOrder.BIG_ENDIAN);
        }
        int magic = bytes.getInt(at + PcapngDescriptor.BYTE_ORDER_OFFSET);
        int major = bytes.getShort(at + PcapngDescriptor.MAJOR_VERSION_OFFSET) & 0xffff;
        if (magic != PcapngDescriptor.BYTE_ORDER_MAGIC || major != PcapngDescriptor.MAJOR_VERSION) {
            throw fault(at, "byte-order magic 0x%08x, version %d; expected 0x%08x, version %d".formatted(
                    magic, major, PcapngDescriptor.BYTE_ORDER_MAGIC, PcapngDescriptor.MAJOR_VERSION));
        }
        interfaces.clear();
    }

    private void addInterface(int at, int length) throws CaptureException {
        int linkType = bytes.getShort(at + PcapngDescriptor.LINK_TYPE_OFFSET) & 0xffff;
        if (linkType != PcapDescriptor.LINK_TYPE_ETHERNET) {
            throw fault(at, "interface %d has link type %d; expected %d, Ethernet".formatted(
                    interfaces.size(), linkType, PcapDescriptor.LINK_TYPE_ETHERNET));
        }
        int resolution = PcapngDescriptor.MICROSECONDS;
        long offsetSeconds = 0;
        int end = at + length - Integer.BYTES;
        int option = at + PcapngDescriptor.INTERFACE_OPTIONS_OFFSET;
        while (option + OPTION_HEADER_BYTES <= end) {
            int code = bytes.getShort(option) & 0xffff;
            int size = bytes.getShort(option + Short.BYTES) & 0xffff;
            if (code == PcapngDescriptor.OPTION_END) {
                break;
            }
            if (size > end - option - OPTION_HEADER_BYTES) {
                throw fault(at, "option %d of an interface claims %d bytes".formatted(code, size));
            }
            if (code == PcapngDescriptor.OPTION_TIME_RESOLUTION && size == 1) {
                resolution = bytes.get(option + OPTION_HEADER_BYTES) & 0xff;
            } else if (code == PcapngDescriptor.OPTION_TIME_OFFSET && size == Long.BYTES) {
                offsetSeconds = bytes.getLong(option + OPTION_HEADER_BYTES);
            }
            option += OPTION_HEADER_BYTES + padded(size);
        }
        interfaces.add(new Clock(ticksPerSecond(at, resolution), offsetSeconds));
    }

    private long ticksPerSecond(int at, int resolution) throws CaptureException {
        int base = (resolution & BINARY_RESOLUTION) == 0 ? 10 : 2;
        int exponent = resolution & ~BINARY_RESOLUTION;
        long ticks = 1;
        for (int i = 0; i < exponent; i++) {
            ticks *= base;
            if (ticks > MAX_TICKS_PER_SECOND) {
                throw fault(at, "interface %d counts time in units of %d^-%d s; expected nanoseconds or longer"
                        .formatted(interfaces.size(), base, exponent));
            }
        }
        return ticks;
    }

    private void addEnhancedPacket(int at, int length) throws CaptureException {
        Clock clock = clock(at, bytes.getInt(at + PcapngDescriptor.PACKET_INTERFACE_OFFSET));
        long ticks = (long) bytes.getInt(at + PcapngDescriptor.TIME_UPPER_OFFSET) << Integer.SIZE
                | bytes.getInt(at + PcapngDescriptor.TIME_LOWER_OFFSET) & 0xffffffffL;
        int captured = bytes.getInt(at + PcapngDescriptor.CAPTURED_LENGTH_OFFSET);
        int wire = bytes.getInt(at + PcapngDescriptor.WIRE_LENGTH_OFFSET);
        int room = length - PcapngDescriptor.ENHANCED_PACKET_BYTES;
        addFrame(at, clock.nanos(ticks), at + PcapngDescriptor.FRAME_OFFSET, captured, wire, room);
    }

    /** Such a packet has no time; it came by the first interface and is cut if it does not fill the wire's length. */
    private void addSimplePacket(int at, int length) throws CaptureException {
        clock(at, 0);
        int wire = bytes.getInt(at + PcapngDescriptor.SIMPLE_WIRE_LENGTH_OFFSET);
        int room = length - PcapngDescriptor.SIMPLE_PACKET_BYTES;
        int captured = Integer.compareUnsigned(wire, room) < 0 ? wire : room;
        addFrame(at, 0, at + PcapngDescriptor.SIMPLE_FRAME_OFFSET, captured, wire, room);
    }

    private Clock clock(int at, int number) throws CaptureException {
        if (number < 0 || number >= interfaces.size()) {
            throw fault(at, "packet %d came by interface %d; the section has described %d".formatted(
                    frames.size() + 1, number & 0xffffffffL, interfaces.size()));
        }
        return interfaces.get(number);
    }

    private void addFrame(int at, long timestampNs, int start, int captured, int wire, int room)
            throws CaptureException {
        int number = frames.size() + 1;
        if (captured < 0 || captured > room || captured > PcapDescriptor.MAX_SNAP_LENGTH) {
            throw fault(at, "packet %d claims %d bytes; its block has room for %d, and at most %d are possible"
                    .formatted(number, captured & 0xffffffffL, room, PcapDescriptor.MAX_SNAP_LENGTH));
        }
        if (Integer.compareUnsigned(captured, wire) < 0) {
            throw fault(at, "packet %d was cut to %d of %d bytes; record it with a larger snap length"
                    .formatted(number, captured, wire & 0xffffffffL));
        }
        byte[] frame = new byte[captured];
        bytes.get(start, frame);
        frames.add(new Capture.Frame(timestampNs, frame));
    }

    private CaptureException fault(int at, String reason) {
        return new CaptureException(file, "at byte " + at + ": " + reason);
    }
}
