package okko.switchd.openflow.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * Cuts what comes over a link into messages by the length in their header, and keeps messages that the other side has
 * not taken yet. A message costs memory only once it has begun to come.
 */
public final class FrameStream implements AutoCloseable {

    private static final int HEADER_BYTES = 8;
    private static final int LENGTH_OFFSET = 2;
    private static final int FIRST_CAPACITY_BYTES = 4 * 1024;
    private static final int MAX_CAPACITY_BYTES = 64 * 1024;

    private final Link link;
    private ByteBuffer input = ByteBuffer.allocate(FIRST_CAPACITY_BYTES);
    private int inputStart;
    private final ArrayDeque<byte[]> output = new ArrayDeque<>();
    private int outputStart;
    private long waitingBytes;

    /**
     * Takes a link.
     *
     * @param link closed with this
     */
    public FrameStream(Link link) {
        this.link = link;
    }

    /**
     * Takes the next message out of what has been read.
     *
     * @return the whole message, or {@code null} if more must be read first
     * @throws IOException if the length in its header is less than that of a header: what follows cannot be told apart
     */
    public byte[] next() throws IOException {
        int available = input.position() - inputStart;
        if (available < HEADER_BYTES) {
            return null;
        }
        int length = Short.toUnsignedInt(input.getShort(inputStart + LENGTH_OFFSET));
        if (length < HEADER_BYTES) {
            throw new IOException("a message that says it has %d bytes; a header has %d"
                    .formatted(length, HEADER_BYTES));
        }
        if (available < length) {
            return null;
        }
        byte[] frame = Arrays.copyOfRange(input.array(), inputStart, inputStart + length);
        inputStart += length;
        return frame;
    }

    /**
     * Reads what is there.
     *
     * @return how many bytes; 0 if there are none yet, negative if there will be none
     * @throws IOException if the connection is broken
     */
    public int fill() throws IOException {
        if (inputStart == input.position()) {
            input.clear();
            inputStart = 0;
        } else if (inputStart > 0) {
            input.flip().position(inputStart);
            input.compact();
            inputStart = 0;
        }
        if (!input.hasRemaining()) {
            int capacity = Math.min(MAX_CAPACITY_BYTES, 2 * input.capacity());
            input = ByteBuffer.allocate(capacity).put(input.flip());
        }
        int count = link.read(input);
        if (count == 0 && input.position() == 0 && input.capacity() > FIRST_CAPACITY_BYTES) {
            input = ByteBuffer.allocate(FIRST_CAPACITY_BYTES);
        }
        return count;
    }

    /** {@return whether the last {@link #fill} took all there was, so that the socket says when there is more} */
    public boolean isExhausted() {
        return input.hasRemaining() && !link.mayHoldBytes();
    }

    /**
     * Keeps a message for {@link #flush}.
     *
     * @param frame whole; not to be changed any more
     */
    public void offer(byte[] frame) {
        output.add(frame);
        waitingBytes += frame.length;
    }

    /** {@return how many bytes wait for the other side to take them} */
    public long waitingBytes() {
        return waitingBytes;
    }

    /**
     * Writes what the other side takes.
     *
     * @param scratch room for several messages, so that they go in one call
     * @return how many bytes it took
     * @throws IOException if the connection is broken
     */
    public long flush(ByteBuffer scratch) throws IOException {
        long before = waitingBytes;
        while (waitingBytes > 0 || !link.isFlushed()) {
            gather(scratch);
            consume(link.write(scratch));
            if (scratch.hasRemaining() || !link.isFlushed()) {
                break;
            }
        }
        return before - waitingBytes;
    }

    private void gather(ByteBuffer scratch) {
        scratch.clear();
        int start = outputStart;
        for (byte[] frame : output) {
            int count = Math.min(scratch.remaining(), frame.length - start);
            scratch.put(frame, start, count);
            start = 0;
            if (!scratch.hasRemaining()) {
                break;
            }
        }
        scratch.flip();
    }

    private void consume(int count) {
        waitingBytes -= count;
        outputStart += count;
        while (!output.isEmpty() && outputStart >= output.peek().length) {
            outputStart -= output.remove().length;
        }
    }

    /** {@return whether nothing waits any more} */
    public boolean isDrained() {
        return waitingBytes == 0 && link.isFlushed();
    }

    /**
     * Says what the socket must be ready for before it makes sense to go on.
     *
     * @param isReading whether anything is to be read
     * @return a {@code SelectionKey}'s operations
     */
    public int operations(boolean isReading) {
        return (isReading ? link.readOperations() : 0) | (isDrained() ? 0 : link.writeOperations());
    }

    /** Ends the connection, and forgets what waits. */
    @Override
    public void close() {
        link.close();
        output.clear();
        waitingBytes = 0;
        outputStart = 0;
    }
}
