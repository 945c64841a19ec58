package okko.ringshm.pool;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * One thread takes two buffers and gives the first one back, so that the stack's top is what it was and all below it is
 * not; another takes one meanwhile. Each buffer is in one place afterwards.
 */
@JCStressTest
@Outcome(id = "1 2 3", expect = ACCEPTABLE, desc = "each buffer is somewhere, once")
@Outcome(expect = FORBIDDEN, desc = "a buffer is lost, or in two hands")
@State
public class ChunkExchangeStress {

    private final ChunkExchange exchange = new ChunkExchange(1, 5);
    private final int[] first = new int[2];
    private final int[] second = new int[1];

    /** Three buffers, a chunk each; jcstress does it once per trial. */
    public ChunkExchangeStress() {
        exchange.give(new int[] {1, 2, 3}, 0);
        exchange.give(new int[] {1, 2, 3}, 1);
        exchange.give(new int[] {1, 2, 3}, 2);
    }

    /** Takes two and gives one back. */
    @Actor
    public void takeTwoGiveOne() {
        exchange.take(first, 0);
        exchange.take(first, 1);
        exchange.give(first, 0);
        first[0] = 0;
    }

    /** Takes one. */
    @Actor
    public void takeOne() {
        exchange.take(second, 0);
    }

    /**
     * Looks where all buffers are.
     *
     * @param result their numbers, ascending
     */
    @Arbiter
    public void count(L_Result result) {
        StringBuilder found = new StringBuilder();
        int[] left = new int[1];
        int[] seen = new int[4];
        seen[first[1]]++;
        seen[second[0]]++;
        while (exchange.take(left, 0)) {
            seen[left[0]]++;
        }
        for (int buffer = 1; buffer < seen.length; buffer++) {
            found.append((buffer + " ").repeat(seen[buffer]));
        }
        result.r1 = found.toString().strip();
    }
}
