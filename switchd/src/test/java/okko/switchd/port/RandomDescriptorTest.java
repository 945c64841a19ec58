package okko.switchd.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import okko.ringshm.layout.PacketDescriptor;
import org.junit.jupiter.api.Test;

/** Millions of made-up descriptors against a second opinion about what holds, in numbers that cannot overflow. */
class RandomDescriptorTest {

    private static final int DESCRIPTORS = 10_000_000;
    private static final int BORROWER = 3;
    private static final int OTHER = 4;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    /** What the switch ought to know of each buffer; 0 for free. */
    private final int[] borrowers = new int[PortFixture.BUFFERS];
    private final int[] generations = new int[PortFixture.BUFFERS];

    @Test
    void shouldAcceptWhatHoldsAndNothingElse() throws Exception {
        try (PortFixture fixture = new PortFixture()) {
            Loans loans = new Loans(fixture.pool, BORROWER, Loans.Bounds.ANYWHERE);
            int room = fixture.pool.headroomBytes() + fixture.pool.maxFrameBytes();
            long accepted = 0;
            for (int i = 0; i < DESCRIPTORS; i++) {
                lendOneMore(fixture);
                int buffer = oneOf(random.nextInt(PortFixture.BUFFERS), PortFixture.BUFFERS, -1, random.nextInt());
                int known = buffer >= 0 && buffer < PortFixture.BUFFERS ? generations[buffer] : 0;
                int generation = oneOf(known, known - 1, known + 1, random.nextInt());
                int offset = oneOf(0, room, room - 1, random.nextInt(0x10000));
                int length = oneOf(0, room - offset, room - offset + 1, random.nextInt(0x10000)) & 0xffff;
                int flags = oneOf(0, 1, 2, random.nextInt(256));

                boolean holds = buffer >= 0 && buffer < PortFixture.BUFFERS
                        && borrowers[buffer] == BORROWER
                        && generations[buffer] == generation
                        && (long) offset + length <= room
                        && flags <= 2;
                Returned returned = loans.takeBack(PacketDescriptor.word0(buffer, offset, length),
                        PacketDescriptor.word1(generation, random.nextInt(256), random.nextInt(0x10000), flags));
                if ((returned == Returned.PACKET) != holds) {
                    throw new AssertionError("seed %d, descriptor %d: buffer %d, generation %d, offset %d, length %d,"
                            .formatted(seed, i, buffer, generation, offset, length)
                            + " flags " + flags + ": " + returned + ", but holds=" + holds);
                }
                if (holds) {
                    accepted++;
                    borrowers[buffer] = 0;
                    fixture.pool.release(buffer);
                }
            }
            assertThat(accepted).as("seed " + seed).isGreaterThan(DESCRIPTORS / 1000);
            assertThat(fixture.pool.check().faults()).isEmpty();
            assertThat(fixture.pool.lentTo(OTHER))
                    .isEqualTo((int) Arrays.stream(borrowers).filter(borrower -> borrower == OTHER).count());
        }
    }

    /** Keeps three quarters of the buffers lent, some of them to somebody else. */
    private void lendOneMore(PortFixture fixture) {
        if (fixture.pool.freeCount() > PortFixture.BUFFERS / 4) {
            int buffer = fixture.pool.allocate();
            borrowers[buffer] = fixture.pool.lentTo(OTHER) < PortFixture.BUFFERS / 8 ? OTHER : BORROWER;
            generations[buffer] = fixture.pool.lend(buffer, borrowers[buffer]);
        }
    }

    private int oneOf(int likely, int second, int third, int wild) {
        return switch (random.nextInt(8)) {
            case 0 -> second;
            case 1 -> third;
            case 2 -> wild;
            default -> likely;
        };
    }
}
