package okko.switchd.classify;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import okko.switchd.flow.Flow;
import okko.switchd.packet.FlowCounters;

/**
 * What becomes of packets that no rule of a table matches, and what counts them: for every datapath thread its own, so
 * that no two write to the same. Only what a packet goes through by itself or by {@code goto_table} ends like this: to
 * {@code resubmit} a miss is nothing.
 *
 * @param fate   of the packets
 * @param counts by the number of the table what counts for each thread; empty if nothing does
 */
public record TableMisses(Fate fate, List<List<FlowCounters>> counts) {

    /** Packets are dropped, and not counted. */
    public static final TableMisses DROP = new TableMisses(Fate.DROPPED, List.of());

    /** What becomes of a packet that no rule matches. */
    public enum Fate {
        /** It is dropped (OpenFlow 1.3, 5.4). */
        DROPPED,
        /** The controllers get it (OpenFlow 1.0, 3.4), and are told that no rule matched. */
        SENT_TO_CONTROLLERS
    }

    /** Copies. */
    public TableMisses {
        counts = List.copyOf(counts);
    }

    /**
     * Begins to count.
     *
     * @param threads how many datapath threads there are
     * @return misses of all tables, whose packets are dropped
     */
    public static TableMisses counting(int threads) {
        return new TableMisses(Fate.DROPPED, IntStream.rangeClosed(0, Flow.MAX_TABLE)
                .mapToObj(_ -> Stream.generate(FlowCounters::new).limit(threads).toList())
                .toList());
    }

    /**
     * Has something else become of the packets.
     *
     * @param newFate of them
     * @return the same with this fate, which counts on
     */
    public TableMisses with(Fate newFate) {
        return new TableMisses(newFate, counts);
    }

    /**
     * Finds what counts.
     *
     * @param table  number of it
     * @param thread number of the datapath thread
     * @return its counters, or {@code null} if nothing counts
     */
    public FlowCounters counters(int table, int thread) {
        return counts.isEmpty() ? null : counts.get(table).get(thread);
    }

    /**
     * Counts packets of all threads.
     *
     * @param table number of it
     * @return packets that no rule matched
     */
    public long packets(int table) {
        return counts.isEmpty() ? 0 : counts.get(table).stream().mapToLong(FlowCounters::packets).sum();
    }
}
