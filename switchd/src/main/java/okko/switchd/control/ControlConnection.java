package okko.switchd.control;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/**
 * One client of the control socket. Reads a line only when the one before has been answered and the answer is out, so a
 * client that does not listen costs one line and one answer, and no time.
 */
final class ControlConnection {

    /** Longest command line, bytes. */
    static final int MAX_LINE_BYTES = 32 * 1024 * 1024;

    private static final int EXPECTED_LINE_BYTES = 1024;

    private final SocketChannel channel;
    private final Dispatcher dispatcher;
    private ByteBuffer input = ByteBuffer.allocate(EXPECTED_LINE_BYTES);
    private ByteBuffer output = ByteBuffer.allocate(0);
    private int scanned;
    private CompletableFuture<byte[]> running;
    private boolean ended;

    /** Carries out one line, without waiting; the answer ends with a newline. */
    @FunctionalInterface
    interface Dispatcher {
        CompletableFuture<byte[]> dispatch(String line);
    }

    ControlConnection(SocketChannel channel, Dispatcher dispatcher) {
        this.channel = channel;
        this.dispatcher = dispatcher;
    }

    boolean isIdle() {
        return running == null && !output.hasRemaining();
    }

    /**
     * Does what can be done without waiting.
     *
     * @return how much was done; negative when the connection is over
     */
    int poll() {
        try {
            int workCount = write();
            if (isIdle()) {
                workCount += read() + write();
            }
            return ended && isIdle() ? -1 : workCount;
        } catch (IOException _) {
            return -1; // the client has gone, or broke the protocol; nobody is left to tell
        }
    }

    private int write() throws IOException {
        if (running != null && running.isDone()) {
            output = ByteBuffer.wrap(running.join());
            running = null;
        }
        return output.hasRemaining() ? channel.write(output) : 0;
    }

    private int read() throws IOException {
        int count = ended ? 0 : channel.read(input);
        if (count < 0) {
            ended = true;
        }
        int end = lineEnd();
        if (end >= 0) {
            begin(end);
            return 1;
        }
        if (!input.hasRemaining()) {
            grow();
        }
        return Math.max(0, count);
    }

    private int lineEnd() {
        for (; scanned < input.position(); scanned++) {
            if (input.get(scanned) == '\n') {
                return scanned;
            }
        }
        return -1;
    }

    private void begin(int end) {
        String line = new String(input.array(), 0, end, StandardCharsets.UTF_8);
        input.flip().position(end + 1);
        input.compact();
        scanned = 0;
        running = dispatcher.dispatch(line);
    }

    private void grow() throws IOException {
        if (input.capacity() == MAX_LINE_BYTES) {
            throw new IOException("a line of more than " + MAX_LINE_BYTES + " bytes");
        }
        input = ByteBuffer.allocate(Math.min(MAX_LINE_BYTES, input.capacity() * 2)).put(input.flip());
    }

    void close() {
        try {
            channel.close();
        } catch (IOException _) {
            // over in any case
        }
    }
}
