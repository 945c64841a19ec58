package okko.switchd.openflow.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FrameStreamTest {

    private final ByteBuffer scratch = ByteBuffer.allocate(1_000);
    private final Pipe pipe = new Pipe();
    private final FrameStream stream = new FrameStream(pipe);

    /** Brings and takes as many bytes at a time as it is told. */
    private static final class Pipe implements Link {

        ByteBuffer incoming = ByteBuffer.allocate(0);
        int most = Integer.MAX_VALUE;
        final ByteArrayOutputStream outgoing = new ByteArrayOutputStream();

        @Override
        public int read(ByteBuffer into) {
            if (!incoming.hasRemaining()) {
                return -1;
            }
            int count = Math.min(most, Math.min(into.remaining(), incoming.remaining()));
            into.put(incoming.slice(incoming.position(), count));
            incoming.position(incoming.position() + count);
            return count;
        }

        @Override
        public int write(ByteBuffer from) {
            int count = Math.min(most, from.remaining());
            byte[] taken = new byte[count];
            from.get(taken);
            outgoing.writeBytes(taken);
            return count;
        }

        @Override
        public boolean isFlushed() {
            return true;
        }

        @Override
        public boolean mayHoldBytes() {
            return false;
        }

        @Override
        public int readOperations() {
            return SelectionKey.OP_READ;
        }

        @Override
        public int writeOperations() {
            return SelectionKey.OP_WRITE;
        }

        @Override
        public void close() {
            most = 0;
        }
    }

    private static byte[] frame(int length, int fill) {
        ByteBuffer frame = ByteBuffer.allocate(length).put((byte) 4).put((byte) 2).putShort((short) length);
        while (frame.hasRemaining()) {
            frame.put((byte) fill);
        }
        return frame.array();
    }

    private List<byte[]> readAll() throws IOException {
        List<byte[]> frames = new ArrayList<>();
        while (true) {
            byte[] frame = stream.next();
            if (frame != null) {
                frames.add(frame);
            } else if (stream.fill() < 0) {
                return frames;
            }
        }
    }

    @Test
    void shouldCutMessagesWhateverPartsTheyComeIn() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 50; round++) {
            List<byte[]> sent = new ArrayList<>();
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            for (int i = 0; i < 20; i++) {
                sent.add(frame(random.nextInt(10) == 0 ? 65_535 : 8 + random.nextInt(300), i));
                bytes.writeBytes(sent.getLast());
            }
            pipe.incoming = ByteBuffer.wrap(bytes.toByteArray());
            pipe.most = 1 + random.nextInt(round % 2 == 0 ? 10_000 : 100_000);

            assertThat(readAll()).as("seed %d, round %d", seed, round).containsExactlyElementsOf(sent);
        }
    }

    @Test
    void shouldNotBelieveALengthBelowThatOfAHeader() throws IOException {
        pipe.incoming = ByteBuffer.wrap(HexFormat.of().parseHex("0405000700000001"));
        stream.fill();

        assertThatThrownBy(stream::next).isInstanceOf(IOException.class)
                .hasMessage("a message that says it has 7 bytes; a header has 8");
    }

    @Test
    void shouldKeepTheOrderOfMessagesWhenTheyAreTakenInParts() throws IOException {
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        for (int i = 0; i < 30; i++) {
            byte[] frame = frame(8 + 97 * i, i);
            expected.writeBytes(frame);
            stream.offer(frame);
        }
        assertThat(stream.waitingBytes()).isEqualTo(expected.size());
        assertThat(stream.operations(false)).isEqualTo(SelectionKey.OP_WRITE);

        pipe.most = 333;
        while (!stream.isDrained()) {
            stream.flush(scratch);
        }

        assertThat(pipe.outgoing.toByteArray()).isEqualTo(expected.toByteArray());
        assertThat(stream.operations(true)).isEqualTo(SelectionKey.OP_READ);
    }

    @Test
    void shouldForgetWhatWaitsWhenClosed() {
        stream.offer(frame(100, 1));

        stream.close();

        assertThat(stream.waitingBytes()).isZero();
    }
}
