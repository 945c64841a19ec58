package okko.ringshm.capture;

import static okko.ringshm.capture.PcapDescriptor.CAPTURED_LENGTH_OFFSET;
import static okko.ringshm.capture.PcapDescriptor.FILE_HEADER_BYTES;
import static okko.ringshm.capture.PcapDescriptor.FRACTION_OFFSET;
import static okko.ringshm.capture.PcapDescriptor.LINK_TYPE_ETHERNET;
import static okko.ringshm.capture.PcapDescriptor.LINK_TYPE_OFFSET;
import static okko.ringshm.capture.PcapDescriptor.MAGIC_MICROSECONDS;
import static okko.ringshm.capture.PcapDescriptor.MAGIC_NANOSECONDS;
import static okko.ringshm.capture.PcapDescriptor.MAX_SNAP_LENGTH;
import static okko.ringshm.capture.PcapDescriptor.PACKET_HEADER_BYTES;
import static okko.ringshm.capture.PcapDescriptor.SECONDS_OFFSET;
import static okko.ringshm.capture.PcapDescriptor.WIRE_LENGTH_OFFSET;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** All frames of a capture file, in memory. Immutable as long as nobody writes into the frames. */
public final class Capture {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long NANOS_PER_MICRO = 1_000L;

    private final List<Frame> frames;

    /**
     * Takes frames over.
     *
     * @param frames in the order of the file
     */
    public Capture(List<Frame> frames) {
        this.frames = List.copyOf(frames);
    }

    /**
     * Reads a whole file, checking every header before anything is returned.
     *
     * @param file a classic pcap or a pcapng file with Ethernet frames, in either byte order
     * @return its frames, 0 or more
     * @throws CaptureException if the file is missing, broken, truncated, or of another kind
     * @throws IOException      if it cannot be read
     */
    public static Capture read(Path file) throws IOException {
        ByteBuffer bytes;
        try {
            bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            throw new CaptureException(file, "no such file");
        }
        if (bytes.remaining() >= Integer.BYTES && bytes.getInt(0) == PcapngDescriptor.SECTION_HEADER) {
            return new Capture(new PcapngReader(file, bytes).read());
        }
        long nanosPerFraction = readFileHeader(file, bytes);
        List<Frame> frames = new ArrayList<>();
        while (bytes.hasRemaining()) {
            frames.add(readFrame(file, bytes, nanosPerFraction, frames.size() + 1));
        }
        return new Capture(frames);
    }

    /** {@return how many frames there are} */
    public int size() {
        return frames.size();
    }

    /**
     * Returns a frame's bytes, not copied.
     *
     * @param index 0 to {@link #size()} - 1
     * @return the bytes that were captured; do not change them
     */
    public byte[] frame(int index) {
        return frames.get(index).bytes();
    }

    /**
     * Tells when a frame was captured.
     *
     * @param index 0 to {@link #size()} - 1
     * @return nanoseconds since 1970
     */
    public long timestampNs(int index) {
        return frames.get(index).timestampNs();
    }

    private static long readFileHeader(Path file, ByteBuffer bytes) throws CaptureException {
        if (bytes.remaining() < FILE_HEADER_BYTES) {
            throw new CaptureException(file, "truncated capture: a pcap file header takes %d bytes, the file has %d"
                    .formatted(FILE_HEADER_BYTES, bytes.remaining()));
        }
        bytes.order(ByteOrder.LITTLE_ENDIAN);
        int magic = bytes.getInt(0);
        if (magic == Integer.reverseBytes(MAGIC_MICROSECONDS) || magic == Integer.reverseBytes(MAGIC_NANOSECONDS)) {
            bytes.order(ByteOrder.BIG_ENDIAN);
            magic = bytes.getInt(0);
        }
        if (magic != MAGIC_MICROSECONDS && magic != MAGIC_NANOSECONDS) {
            throw new CaptureException(file, "is no pcap or pcapng file: magic number 0x%08x".formatted(magic));
        }
        int linkType = bytes.getInt(LINK_TYPE_OFFSET);
        if (linkType != LINK_TYPE_ETHERNET) {
            throw new CaptureException(
                    file, "link type %d; expected %d, Ethernet".formatted(linkType, LINK_TYPE_ETHERNET));
        }
        bytes.position(FILE_HEADER_BYTES);
        return magic == MAGIC_NANOSECONDS ? 1 : NANOS_PER_MICRO;
    }

    private static Frame readFrame(Path file, ByteBuffer bytes, long nanosPerFraction, int number)
            throws CaptureException {
        int at = bytes.position();
        if (bytes.remaining() < PACKET_HEADER_BYTES) {
            throw new CaptureException(
                    file,
                    "truncated capture: the header of packet %d at byte %d takes %d bytes, %d are left".formatted(
                            number, at, PACKET_HEADER_BYTES, bytes.remaining()));
        }
        int captured = bytes.getInt(at + CAPTURED_LENGTH_OFFSET);
        if (captured < 0 || captured > MAX_SNAP_LENGTH) {
            throw new CaptureException(file, "packet %d at byte %d claims %d bytes; at most %d are possible"
                    .formatted(number, at, captured & 0xffffffffL, MAX_SNAP_LENGTH));
        }
        int available = bytes.remaining() - PACKET_HEADER_BYTES;
        if (captured > available) {
            throw new CaptureException(file, "truncated capture: packet %d at byte %d has %d bytes, %d are left"
                    .formatted(number, at, captured, available));
        }
        if (Integer.compareUnsigned(captured, bytes.getInt(at + WIRE_LENGTH_OFFSET)) < 0) {
            throw new CaptureException(
                    file,
                    "packet %d at byte %d was cut to %d of %d bytes; record it with a larger snap length".formatted(
                            number, at, captured, bytes.getInt(at + WIRE_LENGTH_OFFSET) & 0xffffffffL));
        }
        long seconds = bytes.getInt(at + SECONDS_OFFSET) & 0xffffffffL;
        long fraction = bytes.getInt(at + FRACTION_OFFSET) & 0xffffffffL;
        byte[] frame = new byte[captured];
        bytes.get(at + PACKET_HEADER_BYTES, frame);
        bytes.position(at + PACKET_HEADER_BYTES + captured);
        return new Frame(seconds * NANOS_PER_SECOND + fraction * nanosPerFraction, frame);
    }

    /**
     * One captured frame.
     *
     * @param timestampNs when it was captured, nanoseconds since 1970
     * @param bytes       of the frame, from the Ethernet header; not copied
     */
    public record Frame(long timestampNs, byte[] bytes) {}
}
