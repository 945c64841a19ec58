package okko.ringshm.capture;

import static okko.ringshm.capture.PcapDescriptor.CAPTURED_LENGTH_OFFSET;
import static okko.ringshm.capture.PcapDescriptor.FILE_HEADER_BYTES;
import static okko.ringshm.capture.PcapDescriptor.FRACTION_OFFSET;
import static okko.ringshm.capture.PcapDescriptor.LINK_TYPE_ETHERNET;
import static okko.ringshm.capture.PcapDescriptor.LINK_TYPE_OFFSET;
import static okko.ringshm.capture.PcapDescriptor.MAGIC_NANOSECONDS;
import static okko.ringshm.capture.PcapDescriptor.MAJOR_VERSION;
import static okko.ringshm.capture.PcapDescriptor.MAJOR_VERSION_OFFSET;
import static okko.ringshm.capture.PcapDescriptor.MAX_SNAP_LENGTH;
import static okko.ringshm.capture.PcapDescriptor.MINOR_VERSION;
import static okko.ringshm.capture.PcapDescriptor.MINOR_VERSION_OFFSET;
import static okko.ringshm.capture.PcapDescriptor.PACKET_HEADER_BYTES;
import static okko.ringshm.capture.PcapDescriptor.SECONDS_OFFSET;
import static okko.ringshm.capture.PcapDescriptor.SNAP_LENGTH_OFFSET;
import static okko.ringshm.capture.PcapDescriptor.WIRE_LENGTH_OFFSET;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Writes frames to a pcap file with nanosecond times. Frames are gathered in a buffer; {@link #flush()} and
 * {@link #close()} write it out. Confined to one thread.
 */
public final class CaptureWriter implements FrameWriter {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final int BUFFER_BYTES = 1 << 20;

    private final FileChannel file;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final long bufferAddress = new UnsafeBuffer(buffer).addressOffset();

    private CaptureWriter(FileChannel file) {
        this.file = file;
    }

    /**
     * Creates a file, or empties the one that is there, and writes the file header.
     *
     * @param path of the file
     * @return a writer, to be closed
     * @throws IOException if the file cannot be made
     */
    public static CaptureWriter create(Path path) throws IOException {
        FileChannel file = FileChannel.open(
                path, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        CaptureWriter writer = new CaptureWriter(file);
        writer.buffer
                .putInt(0, MAGIC_NANOSECONDS)
                .putShort(MAJOR_VERSION_OFFSET, (short) MAJOR_VERSION)
                .putShort(MINOR_VERSION_OFFSET, (short) MINOR_VERSION)
                .putInt(SNAP_LENGTH_OFFSET, MAX_SNAP_LENGTH)
                .putInt(LINK_TYPE_OFFSET, LINK_TYPE_ETHERNET)
                .position(FILE_HEADER_BYTES);
        return writer;
    }

    @Override
    public void write(long timestampNs, long address, int lengthBytes) throws IOException {
        putHeader(timestampNs, lengthBytes);
        UnsafeApi.copyMemory(address, bufferAddress + buffer.position(), lengthBytes);
        buffer.position(buffer.position() + lengthBytes);
    }

    /**
     * Appends a frame.
     *
     * @param timestampNs nanoseconds since 1970
     * @param frame       its bytes, 0 to 262,144
     * @throws IOException if the gathered frames cannot be written
     */
    public void write(long timestampNs, byte[] frame) throws IOException {
        putHeader(timestampNs, frame.length);
        buffer.put(frame);
    }

    /**
     * Writes what has been gathered.
     *
     * @throws IOException if the file does not take it
     */
    public void flush() throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            file.write(buffer);
        }
        buffer.clear();
    }

    @Override
    public void close() throws IOException {
        try (file) {
            flush();
        }
    }

    private void putHeader(long timestampNs, int lengthBytes) throws IOException {
        if (lengthBytes > MAX_SNAP_LENGTH) {
            throw new IllegalArgumentException("frame too long for a capture: lengthBytes=" + lengthBytes);
        }
        if (buffer.remaining() < PACKET_HEADER_BYTES + lengthBytes) {
            flush();
        }
        int at = buffer.position();
        buffer.putInt(at + SECONDS_OFFSET, (int) (timestampNs / NANOS_PER_SECOND))
                .putInt(at + FRACTION_OFFSET, (int) (timestampNs % NANOS_PER_SECOND))
                .putInt(at + CAPTURED_LENGTH_OFFSET, lengthBytes)
                .putInt(at + WIRE_LENGTH_OFFSET, lengthBytes)
                .position(at + PACKET_HEADER_BYTES);
    }
}
