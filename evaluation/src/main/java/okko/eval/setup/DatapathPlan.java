package okko.eval.setup;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a switch processes packets, where a plan says so.
 *
 * @param cache   word of {@code datapath.cache} in the configuration; empty for the switch's own choice
 * @param cpu     that the datapath thread stays on; empty for the kernel's choice
 * @param threads datapath threads, 1 or more; a source has a receive queue for each, with a share of the flows
 * @param batch   most packets that a thread takes from a port at a time; empty for the switch's own choice
 * @param idle    what threads do without packets, the switch's and the processor's; empty for their own choice
 */
public record DatapathPlan(Optional<String> cache, OptionalInt cpu, int threads, OptionalInt batch,
        Optional<String> idle) {

    /** As every user gets it. */
    public static final DatapathPlan STANDARD = new DatapathPlan(Optional.empty(), OptionalInt.empty());

    /** Checks the number of threads. */
    public DatapathPlan {
        if (threads < 1) {
            throw new IllegalArgumentException("a switch has 1 datapath thread at least: threads=" + threads);
        }
    }

    /**
     * Plans one thread.
     *
     * @param cache word of {@code datapath.cache}; empty for the switch's own choice
     * @param cpu   that the thread stays on; empty for the kernel's choice
     */
    public DatapathPlan(Optional<String> cache, OptionalInt cpu) {
        this(cache, cpu, 1, OptionalInt.empty(), Optional.empty());
    }

    /**
     * Plans threads.
     *
     * @param threads how many
     * @return as every user gets it, with that many threads
     */
    public static DatapathPlan ofThreads(int threads) {
        return new DatapathPlan(Optional.empty(), OptionalInt.empty(), threads, OptionalInt.empty(), Optional.empty());
    }

    /**
     * Limits batches.
     *
     * @param packets most that a thread takes from a port at a time
     * @return a plan that is otherwise the same
     */
    public DatapathPlan withBatch(int packets) {
        return new DatapathPlan(cache, cpu, threads, OptionalInt.of(packets), idle);
    }

    /**
     * Says what threads do without packets.
     *
     * @param policy {@code busy}, {@code adaptive} or {@code sleep}
     * @return a plan that is otherwise the same
     */
    public DatapathPlan withIdle(String policy) {
        return new DatapathPlan(cache, cpu, threads, batch, Optional.of(policy));
    }
}
