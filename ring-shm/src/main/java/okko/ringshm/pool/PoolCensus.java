package okko.ringshm.pool;

import java.util.List;

/**
 * Where all buffers of a pool are, counted one by one.
 *
 * @param free   on the free list
 * @param held   by the switch alone
 * @param lent   to processors
 * @param faults contradictions in the tables, one line each; none in a correct switch
 */
public record PoolCensus(int free, int held, int lent, List<String> faults) {

    /** Makes the faults unmodifiable. */
    public PoolCensus {
        faults = List.copyOf(faults);
    }
}
