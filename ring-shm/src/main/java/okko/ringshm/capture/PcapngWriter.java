package okko.ringshm.capture;

import static okko.ringshm.capture.PcapngDescriptor.OPTION_HEADER_BYTES;
import static okko.ringshm.capture.PcapngDescriptor.padded;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.agrona.BufferUtil;
import org.agrona.UnsafeApi;

/**
 * Writes frames of several interfaces to a pcapng file, with nanosecond times and a comment each. Blocks are gathered
 * in a buffer; {@link #close()} writes it out. Confined to one thread.
 */
public final class PcapngWriter implements Closeable {

    private static final int BUFFER_BYTES = 1 << 20;
    private static final int MAX_TEXT_BYTES = 1024;

    private final FileChannel file;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private int interfaces;

    private PcapngWriter(FileChannel file) {
        this.file = file;
    }

    /**
     * Creates a file, or empties the one that is there, and begins its section.
     *
     * @param path of the file
     * @return a writer, to be closed
     * @throws IOException if the file cannot be made
     */
    public static PcapngWriter create(Path path) throws IOException {
        PcapngWriter writer = new PcapngWriter(FileChannel.open(
                path, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE));
        writer.begin(PcapngDescriptor.SECTION_HEADER, PcapngDescriptor.SECTION_HEADER_BYTES);
        writer.buffer
                .putInt(PcapngDescriptor.BYTE_ORDER_MAGIC)
                .putShort((short) PcapngDescriptor.MAJOR_VERSION)
                .putShort((short) 0)
                .putLong(-1);
        writer.end(PcapngDescriptor.SECTION_HEADER_BYTES);
        return writer;
    }

    /**
     * Describes an Ethernet interface; packets may follow that came by it.
     *
     * @param name as readers show it, at most 1,024 bytes in UTF-8
     * @return its number in this file, counted from 0
     * @throws IOException if the gathered blocks cannot be written
     */
    public int addInterface(String name) throws IOException {
        byte[] text = utf8(name);
        int resolution = OPTION_HEADER_BYTES + padded(1);
        int length = PcapngDescriptor.INTERFACE_BYTES + OPTION_HEADER_BYTES + padded(text.length) + resolution
                + OPTION_HEADER_BYTES;
        begin(PcapngDescriptor.INTERFACE_DESCRIPTION, length);
        buffer.putShort((short) PcapDescriptor.LINK_TYPE_ETHERNET).putShort((short) 0).putInt(0);
        option(PcapngDescriptor.OPTION_INTERFACE_NAME, text);
        option(PcapngDescriptor.OPTION_TIME_RESOLUTION, new byte[] {PcapngDescriptor.NANOSECONDS});
        buffer.putInt(PcapngDescriptor.OPTION_END);
        end(length);
        return interfaces++;
    }

    /**
     * Appends a frame.
     *
     * @param interfaceNumber of {@link #addInterface}
     * @param timestampNs     nanoseconds since 1970
     * @param frame           the bytes that are known, 0 to 262,144
     * @param wireLengthBytes of the whole frame, no less than that
     * @param comment         on the packet, at most 1,024 bytes in UTF-8; empty for none
     * @throws IOException if the gathered blocks cannot be written
     */
    public void write(int interfaceNumber, long timestampNs, byte[] frame, int wireLengthBytes, String comment)
            throws IOException {
        if (interfaceNumber < 0 || interfaceNumber >= interfaces || frame.length > PcapDescriptor.MAX_SNAP_LENGTH
                || wireLengthBytes < frame.length) {
            throw new IllegalArgumentException("interface " + interfaceNumber + " of " + interfaces + ", "
                    + frame.length + " of " + wireLengthBytes + " bytes");
        }
        byte[] text = utf8(comment);
        int optionsBytes = text.length == 0 ? 0 : 2 * OPTION_HEADER_BYTES + padded(text.length);
        int length = PcapngDescriptor.ENHANCED_PACKET_BYTES + padded(frame.length) + optionsBytes;
        begin(PcapngDescriptor.ENHANCED_PACKET, length);
        buffer.putInt(interfaceNumber)
                .putInt((int) (timestampNs >>> Integer.SIZE))
                .putInt((int) timestampNs)
                .putInt(frame.length)
                .putInt(wireLengthBytes);
        put(frame);
        if (optionsBytes > 0) {
            option(PcapngDescriptor.OPTION_COMMENT, text);
            buffer.putInt(PcapngDescriptor.OPTION_END);
        }
        end(length);
    }

    /**
     * Writes frames of one interface, without comments; closing that closes this writer.
     *
     * @param name of the interface, as readers show it, at most 1,024 bytes in UTF-8
     * @return writes to this file
     * @throws IOException if the gathered blocks cannot be written
     */
    public FrameWriter frames(String name) throws IOException {
        int interfaceNumber = addInterface(name);
        return new FrameWriter() {
            @Override
            public void write(long timestampNs, long address, int lengthBytes) throws IOException {
                byte[] frame = new byte[lengthBytes];
                UnsafeApi.copyMemory(null, address, frame, BufferUtil.ARRAY_BASE_OFFSET, lengthBytes);
                PcapngWriter.this.write(interfaceNumber, timestampNs, frame, lengthBytes, "");
            }

            @Override
            public void close() throws IOException {
                PcapngWriter.this.close();
            }
        };
    }

    @Override
    public void close() throws IOException {
        try (file) {
            flush();
        }
    }

    private static byte[] utf8(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > MAX_TEXT_BYTES) {
            throw new IllegalArgumentException("text too long for a capture: " + bytes.length + " bytes");
        }
        return bytes;
    }

    private void begin(int type, int length) throws IOException {
        if (buffer.remaining() < length) {
            flush();
        }
        buffer.putInt(type).putInt(length);
    }

    private void end(int length) {
        buffer.putInt(length);
    }

    private void option(int code, byte[] value) {
        buffer.putShort((short) code).putShort((short) value.length);
        put(value);
    }

    private void put(byte[] bytes) {
        buffer.put(bytes);
        for (int i = bytes.length; i < padded(bytes.length); i++) {
            buffer.put((byte) 0);
        }
    }

    private void flush() throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            file.write(buffer);
        }
        buffer.clear();
    }
}
