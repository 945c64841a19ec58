package okko.ringshm.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Random;
import okko.ringshm.layout.PacketDescriptor;
import okko.ringshm.layout.PoolDescriptor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PoolViewTest {

    private static final int BUFFERS = 10;
    private static final int ROOM_BYTES = 128 + 256;

    private PacketPool pool;
    private PoolView view;

    @BeforeEach
    void create() throws IOException {
        pool = PacketPool.create(new PoolConfig(BUFFERS, 256));
        view = new PoolView(pool.region());
    }

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void shouldFindAFrameWhereTheSwitchPutIt() {
        long word0 = PacketDescriptor.word0(7, 128, 60);
        assertThat(view.holds(word0)).isTrue();
        assertThat(view.frameAddress(word0)).isEqualTo(pool.dataAddress(7) + 128).isEqualTo(pool.frameAddress(word0));
    }

    @Test
    void shouldAcceptFramesUpToTheEndOfTheirBuffer() {
        assertThat(view.holds(PacketDescriptor.word0(9, 0, ROOM_BYTES))).isTrue();
        assertThat(view.holds(PacketDescriptor.word0(9, ROOM_BYTES, 0))).isTrue();
        assertThat(view.holds(PacketDescriptor.word0(9, 1, ROOM_BYTES))).isFalse();
        assertThat(view.holds(PacketDescriptor.word0(9, ROOM_BYTES + 1, 0))).isFalse();
        assertThat(view.holds(PacketDescriptor.word0(9, 0xffff, 0xffff))).isFalse();
    }

    @Test
    void shouldAcceptNoBufferThatDoesNotExist() {
        for (int buffer : new int[] {-1, BUFFERS, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
            assertThat(view.holds(PacketDescriptor.word0(buffer, 128, 60))).isFalse();
        }
    }

    @Test
    void shouldAcceptOnlyFramesInsideOfABufferWhateverIsForged() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        long begin = pool.region().address();
        long end = begin + pool.region().sizeBytes();
        int accepted = 0;
        for (int i = 0; i < 1_000_000; i++) {
            long word0 = forged(random);
            boolean holds = view.holds(word0);
            long buffer = (int) word0;
            long length = word0 >>> 32 & 0xffff;
            long offset = word0 >>> 48;
            boolean inside = buffer >= 0 && buffer < BUFFERS && offset + length <= ROOM_BYTES;
            if (holds != inside || pool.holds(word0) != inside) {
                throw new AssertionError("seed " + seed + ": descriptor " + Long.toHexString(word0) + " gave " + holds);
            }
            if (holds) {
                accepted++;
                long address = view.frameAddress(word0);
                if (address < begin || address + length > end) {
                    throw new AssertionError("seed " + seed + ": " + Long.toHexString(word0) + " leaves the region");
                }
            }
        }
        assertThat(accepted).as("seed %d", seed).isPositive();
    }

    /** Half of them are noise, the others are near the limits, where mistakes are. */
    private static long forged(Random random) {
        if (random.nextBoolean()) {
            return random.nextLong();
        }
        return PacketDescriptor.word0(
                random.nextInt(BUFFERS + 4) - 2, random.nextInt(ROOM_BYTES + 4), random.nextInt(ROOM_BYTES + 4));
    }

    @Test
    void shouldRefuseAPoolWhoseHeaderLies() {
        var header = pool.region().buffer();
        int[] offsets = {
            PoolDescriptor.BUFFER_COUNT_OFFSET,
            PoolDescriptor.STRIDE_OFFSET,
            PoolDescriptor.HEADROOM_OFFSET,
            PoolDescriptor.DATA_ROOM_OFFSET
        };
        for (int offset : offsets) {
            int honest = header.getInt(offset);
            for (int lie : new int[] {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 1 << 16}) {
                header.putInt(offset, lie);
                assertThatThrownBy(() -> new PoolView(pool.region()))
                        .isInstanceOf(IOException.class)
                        .hasMessageStartingWith("the packet pool's header contradicts its size: ");
            }
            header.putInt(offset, honest);
        }
    }
}
