package okko.ringshm.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Plays random operations, true and false claims among them, on the pool and on a model that is plainly right. */
class PacketPoolPropertyTest {

    private static final int BUFFERS = 12;
    private static final int BORROWERS = 3;
    private static final int OPERATIONS = 300_000;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    /** References that the switch holds, and who holds a lent one under which generation; per buffer. */
    private final int[] held = new int[BUFFERS];
    private final int[] lentTo = new int[BUFFERS];
    private final int[] generation = new int[BUFFERS];
    private final boolean[] lentEmpty = new boolean[BUFFERS];

    @Test
    void shouldAgreeWithTheModelWhateverIsDone() throws IOException {
        Arrays.fill(lentTo, -1);
        try (PacketPool pool = PacketPool.create(new PoolConfig(BUFFERS, 64))) {
            for (int i = 0; i < OPERATIONS; i++) {
                operate(pool);
                if (i % 64 == 0) {
                    compare(pool);
                }
            }
            compare(pool);
        }
    }

    private void operate(PacketPool pool) {
        int buffer = random.nextInt(BUFFERS);
        int borrower = random.nextInt(BORROWERS);
        switch (random.nextInt(7)) {
            case 0, 1 -> {
                int given = pool.allocate();
                if (given != PacketPool.NO_BUFFER) {
                    assertThat(held[given]).as("seed %d", seed).isZero();
                    assertThat(lentTo[given]).as("seed %d", seed).isEqualTo(-1);
                    held[given] = 1;
                }
            }
            case 2 -> {
                if (held[buffer] > 0 && held[buffer] < 5) {
                    pool.retain(buffer);
                    held[buffer]++;
                }
            }
            case 3 -> {
                if (held[buffer] > 0) {
                    pool.release(buffer);
                    held[buffer]--;
                }
            }
            case 4 -> {
                if (held[buffer] > 0 && lentTo[buffer] < 0) {
                    lentEmpty[buffer] = random.nextBoolean();
                    generation[buffer] = lentEmpty[buffer]
                            ? pool.lendEmpty(buffer, borrower)
                            : pool.lend(buffer, borrower);
                    lentTo[buffer] = borrower;
                    held[buffer]--;
                }
            }
            case 5 -> claim(pool, random.nextInt(BUFFERS + 2) - 1, borrower);
            case 6 -> {
                if (random.nextInt(50) == 0) {
                    reclaim(pool, borrower);
                }
            }
            default -> throw new AssertionError();
        }
    }

    private void claim(PacketPool pool, int buffer, int borrower) {
        boolean inRange = buffer >= 0 && buffer < BUFFERS;
        int claimed = (inRange ? generation[buffer] : 0) - (random.nextInt(3) == 0 ? 1 : 0);
        boolean rightful = inRange && lentTo[buffer] == borrower && generation[buffer] == claimed;
        Claim judgement = pool.judge(buffer, borrower, claimed);
        assertThat(judgement == Claim.RIGHTFUL).as("seed %d", seed).isEqualTo(rightful);
        assertThat(judgement == Claim.NO_SUCH_BUFFER).as("seed %d", seed).isEqualTo(!inRange);
        assertThat(pool.takeBack(buffer, borrower, claimed)).as("seed %d", seed).isEqualTo(rightful);
        if (rightful) {
            lentEmpty[buffer] = false;
            lentTo[buffer] = -1;
            held[buffer]++;
        }
    }

    private void reclaim(PacketPool pool, int borrower) {
        int expected = 0;
        for (int i = 0; i < BUFFERS; i++) {
            if (lentTo[i] == borrower) {
                lentEmpty[i] = false;
                lentTo[i] = -1;
                expected++;
            }
        }
        assertThat(pool.reclaim(borrower)).as("seed %d", seed).isEqualTo(expected);
    }

    private void compare(PacketPool pool) {
        int free = 0;
        int lent = 0;
        int[] empty = new int[BORROWERS];
        for (int i = 0; i < BUFFERS; i++) {
            int isLent = lentTo[i] >= 0 ? 1 : 0;
            assertThat(pool.references(i)).as("seed %d, buffer %d", seed, i).isEqualTo(held[i] + isLent);
            free += held[i] + isLent == 0 ? 1 : 0;
            lent += isLent;
            assertThat(pool.isLentEmpty(i)).as("seed %d, buffer %d", seed, i).isEqualTo(lentEmpty[i]);
            if (lentEmpty[i]) {
                empty[lentTo[i]]++;
            }
        }
        for (int i = 0; i < BORROWERS; i++) {
            assertThat(pool.emptyLentTo(i)).as("seed %d, borrower %d", seed, i).isEqualTo(empty[i]);
        }
        PoolCensus census = pool.check();
        assertThat(census.faults()).as("seed %d", seed).isEmpty();
        assertThat(census.free()).as("seed %d", seed).isEqualTo(free).isEqualTo(pool.freeCount());
        assertThat(census.lent()).as("seed %d", seed).isEqualTo(lent);
        assertThat(census.held()).as("seed %d", seed).isEqualTo(BUFFERS - free - lent);
    }
}
