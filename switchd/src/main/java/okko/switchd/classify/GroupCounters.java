package okko.switchd.classify;

import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import okko.switchd.packet.FlowCounters;

/**
 * What went through a group and through each of its buckets: counters for every datapath thread, so that no two write
 * to the same. A group that is modified gets new ones (OpenFlow 1.3, 6.5).
 */
public final class GroupCounters {

    private final List<OfThread> threads;

    private record OfThread(FlowCounters group, List<FlowCounters> buckets) {

        static OfThread counting(int buckets) {
            return new OfThread(new FlowCounters(), Stream.generate(FlowCounters::new).limit(buckets).toList());
        }
    }

    /**
     * Begins at zero.
     *
     * @param threads how many datapath threads there are
     * @param buckets how many buckets the group has
     */
    public GroupCounters(int threads, int buckets) {
        this.threads = Stream.generate(() -> OfThread.counting(buckets)).limit(threads).toList();
    }

    private GroupCounters(List<OfThread> threads) {
        this.threads = threads;
    }

    /**
     * Goes on counting for a group that has other buckets now.
     *
     * @param buckets for each bucket of the group, its index in the group before; negative for a new one
     * @return counters that share with these what was there before
     */
    public GroupCounters withBuckets(List<Integer> buckets) {
        return new GroupCounters(threads.stream().map(thread -> new OfThread(thread.group, buckets.stream()
                .map(index -> index < 0 ? new FlowCounters() : thread.buckets.get(index))
                .toList())).toList());
    }

    /**
     * Returns what counts the packets that are led to the group.
     *
     * @param thread number of the datapath thread
     * @return its counters
     */
    public FlowCounters group(int thread) {
        return threads.get(thread).group;
    }

    /**
     * Returns what counts the packets that a bucket gets.
     *
     * @param thread number of the datapath thread
     * @param bucket its index in the group
     * @return its counters
     */
    public FlowCounters bucket(int thread, int bucket) {
        return threads.get(thread).buckets.get(bucket);
    }

    /**
     * Packets and their bytes.
     *
     * @param packets so far
     * @param bytes   of their frames
     */
    public record Sum(long packets, long bytes) {}

    /** {@return what was led to the group, by all threads} */
    public Sum ofGroup() {
        return sum(OfThread::group);
    }

    /** {@return what each bucket got from all threads, in the order of the buckets} */
    public List<Sum> ofBuckets() {
        return IntStream.range(0, threads.getFirst().buckets.size())
                .mapToObj(bucket -> sum(thread -> thread.buckets.get(bucket)))
                .toList();
    }

    private Sum sum(Function<OfThread, FlowCounters> which) {
        return new Sum(threads.stream().map(which).mapToLong(FlowCounters::packets).sum(),
                threads.stream().map(which).mapToLong(FlowCounters::bytes).sum());
    }
}
