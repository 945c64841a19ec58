package okko.switchd.control;

import java.util.List;
import java.util.Map;

/**
 * The packet pool in {@code pool show}, between two batches.
 *
 * @param buffers     how many there are
 * @param dataBytes   longest frame that fits into one
 * @param free        on the free list
 * @param held        by ports: receive slots, loaded captures, packets on their way around a processor
 * @param lent        to processors
 * @param quarantined of the lent ones, those of processors that hung up or are cut off, and not known to be dead
 * @param lentTo      by name of the ring port; those that nothing is lent to are left out
 * @param ownPools    of isolated processors, by name of the ring port
 * @param conserved   whether nothing else holds a buffer and the pools' tables do not contradict each other
 * @param faults      what is wrong if not, one line each
 */
public record PoolStatus(
        int buffers,
        int dataBytes,
        int free,
        int held,
        int lent,
        int quarantined,
        Map<String, Integer> lentTo,
        Map<String, OwnPool> ownPools,
        boolean conserved,
        List<String> faults) {

    /**
     * The pool of an isolated processor.
     *
     * @param free for copies
     * @param lent to it
     */
    public record OwnPool(int free, int lent) {}
}
