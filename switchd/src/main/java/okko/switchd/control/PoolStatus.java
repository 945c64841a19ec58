package okko.switchd.control;

import java.util.List;

/**
 * The packet pool in {@code pool show}, between two batches.
 *
 * @param buffers   how many there are
 * @param dataBytes longest frame that fits into one
 * @param free      on the free list
 * @param held      by ports: receive slots and loaded captures
 * @param lent      to processors
 * @param conserved whether nothing else holds a buffer and the pool's tables do not contradict each other
 * @param faults    what is wrong if not, one line each
 */
public record PoolStatus(
        int buffers, int dataBytes, int free, int held, int lent, boolean conserved, List<String> faults) {}
