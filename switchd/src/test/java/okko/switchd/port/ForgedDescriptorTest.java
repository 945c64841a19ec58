package okko.switchd.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Random;
import okko.ringshm.layout.PacketDescriptor;
import okko.ringshm.layout.RingDescriptor;
import okko.ringshm.pool.PacketPool;
import okko.ringshm.pool.PoolConfig;
import okko.ringshm.ring.RingConsumer;
import okko.ringshm.ring.RingProducer;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Random descriptors against a predicate that is written down plainly: exactly those that satisfy it are accepted. */
class ForgedDescriptorTest {

    private static final int BUFFERS = 32;
    private static final int ROOM = 128 + 256;
    private static final int BORROWER = 3;
    private static final int[] ODD_VALUES = {0, 1, 127, 128, 129, 255, 256, 383, 384, 385, 0x7fff, 0x8000, 0xffff};

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    // The model: what is lent, as what, with which frame.
    private final int[] generation = new int[BUFFERS];
    private final boolean[] lent = new boolean[BUFFERS];
    private final boolean[] empty = new boolean[BUFFERS];
    private final int[] offset = new int[BUFFERS];
    private final int[] length = new int[BUFFERS];

    private final UnsafeBuffer memory =
            new UnsafeBuffer(BufferUtil.allocateDirectAligned(RingDescriptor.sizeBytes(8), 128));
    private final RingProducer ring = new RingProducer(memory, 0, 8);
    private final RingConsumer reader = new RingConsumer(memory, 0, 8);
    private int accepted;

    @ParameterizedTest
    @EnumSource(Loans.Bounds.class)
    void shouldAcceptExactlyWhatHoldsOfAMillionDescriptors(Loans.Bounds bounds) throws IOException {
        run(bounds, 500_000);
    }

    @ParameterizedTest
    @EnumSource(Loans.Bounds.class)
    @Tag("nightly")
    void shouldAcceptExactlyWhatHoldsOfTenMillionDescriptors(Loans.Bounds bounds) throws IOException {
        run(bounds, 5_000_000);
    }

    private void run(Loans.Bounds bounds, int descriptors) throws IOException {
        try (PacketPool pool = PacketPool.create(new PoolConfig(BUFFERS, 256))) {
            Loans loans = new Loans(pool, BORROWER, bounds);
            for (int i = 0; i < descriptors; i++) {
                if (i % 8 == 0) {
                    lendOne(pool, loans, bounds);
                }
                returnOne(pool, loans, bounds);
            }
            assertThat(pool.check().faults()).as("seed %d", seed).isEmpty();
            assertThat(accepted).as("seed %d: good ones among them", seed).isGreaterThan(descriptors / 100);
            loans.reclaim();
            assertThat(pool.freeCount()).as("seed %d", seed).isEqualTo(BUFFERS);
        }
    }

    private void lendOne(PacketPool pool, Loans loans, Loans.Bounds bounds) {
        ring.room(1);
        boolean asEmpty = bounds == Loans.Bounds.ANYWHERE && random.nextInt(4) == 0;
        if (asEmpty) {
            if (!loans.lendEmpty(ring)) {
                return;
            }
        } else {
            int buffer = pool.allocate();
            if (buffer == PacketPool.NO_BUFFER) {
                return;
            }
            int from = random.nextInt(ROOM + 1);
            loans.lend(PacketDescriptor.word0(buffer, from, random.nextInt(ROOM - from + 1)), 0, 1, ring);
        }
        ring.publish();
        assertThat(reader.ready(8)).isEqualTo(1);
        int buffer = PacketDescriptor.buffer(reader.word0(0));
        lent[buffer] = true;
        empty[buffer] = asEmpty;
        generation[buffer] = PacketDescriptor.generation(reader.word1(0));
        offset[buffer] = PacketDescriptor.offsetBytes(reader.word0(0));
        length[buffer] = PacketDescriptor.lengthBytes(reader.word0(0));
        reader.release(1);
    }

    private void returnOne(PacketPool pool, Loans loans, Loans.Bounds bounds) {
        int buffer = random.nextInt(10) == 0 ? random.nextInt() : random.nextInt(BUFFERS + 2) - 1;
        boolean exists = buffer >= 0 && buffer < BUFFERS;
        int claimed = exists && random.nextInt(4) != 0 ? generation[buffer] : random.nextInt(-2, 20);
        int from = number(exists ? offset[buffer] : 0);
        int bytes = number(exists ? length[buffer] : 0);
        int flags = random.nextInt(3) == 0 ? random.nextInt(256) : random.nextInt(3);
        long word0 = PacketDescriptor.word0(buffer, from, bytes);
        long word1 = PacketDescriptor.word1(claimed, random.nextInt(256), random.nextInt(1 << 16), flags);

        boolean holds = exists && lent[buffer] && generation[buffer] == claimed && flags <= 2
                && from + bytes <= ROOM
                && (bounds == Loans.Bounds.ANYWHERE
                        || from >= offset[buffer] && from + bytes <= offset[buffer] + length[buffer]);
        Returned returned = loans.takeBack(word0, word1);
        Returned good = holds && empty[buffer] ? Returned.EMPTY_BUFFER : Returned.PACKET;
        if ((returned == Returned.PACKET || returned == Returned.EMPTY_BUFFER) != holds) {
            throw new AssertionError("seed %d: %x %x is %s, and holds is %s".formatted(
                    seed, word0, word1, returned, holds));
        }
        if (holds) {
            assertThat(returned).as("seed %d", seed).isEqualTo(good);
            lent[buffer] = false;
            empty[buffer] = false;
            pool.release(buffer);
            accepted++;
        }
    }

    /** What was lent, near it, or somewhere odd. */
    private int number(int lentValue) {
        return switch (random.nextInt(4)) {
            case 0 -> lentValue;
            case 1 -> Math.max(0, lentValue + random.nextInt(-2, 3));
            case 2 -> ODD_VALUES[random.nextInt(ODD_VALUES.length)];
            default -> random.nextInt(ROOM + 8);
        };
    }
}
