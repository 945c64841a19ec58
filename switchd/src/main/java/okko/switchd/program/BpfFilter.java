package okko.switchd.program;

import java.util.Optional;
import okko.bpf.engine.BpfFault;
import okko.bpf.engine.BpfFunction;
import okko.bpf.engine.RunStatistics;
import okko.bpf.verify.Footprint;
import okko.bpf.verify.PacketBytes;
import okko.switchd.packet.ByteRanges;
import okko.switchd.packet.Filter;
import okko.switchd.packet.Placement;

/** A filter that asks a BPF program: 1 is a match, all else is none, as in Oko. */
final class BpfFilter implements Filter {

    private static final long MATCH = 1;

    private final BpfFunction function;
    private final FilterRuns counters;
    private final Placement placement;
    private final Optional<ByteRanges> dependsOnlyOn;

    BpfFilter(BpfFunction function, FilterRuns counters, Placement placement,
            Optional<ByteRanges> dependsOnlyOn) {
        this.function = function;
        this.counters = counters;
        this.placement = placement;
        this.dependsOnlyOn = dependsOnlyOn;
    }

    /** What a program's answer depends on, as the verifier found. */
    static Optional<ByteRanges> dependsOnlyOn(Footprint footprint) {
        return footprint.isPure() ? Optional.of(ranges(footprint.packetRead())) : Optional.empty();
    }

    /** The same bytes in the words of the datapath. */
    static ByteRanges ranges(PacketBytes bytes) {
        return new ByteRanges(bytes.intervals().stream()
                .map(interval -> new ByteRanges.Range(interval.from(), interval.end()))
                .toList());
    }

    @Override
    public boolean matches(long frame, int lengthBytes) {
        long result;
        try {
            result = function.run(frame, lengthBytes);
        } catch (BpfFault _) {
            counters.faulted(); // it exceeded its instruction budget
            return false;
        }
        boolean isMatch = result == MATCH;
        counters.ran(isMatch ? 1 : 0);
        return isMatch;
    }

    @Override
    public void answered(boolean matches) {
        counters.ran(matches ? 1 : 0);
    }

    @Override
    public Placement placement() {
        return placement;
    }

    @Override
    public Optional<ByteRanges> dependsOnlyOn() {
        return dependsOnlyOn;
    }

    @Override
    public Work work() {
        RunStatistics statistics = function.statistics();
        return new Work(statistics.runs(), statistics.meanNs());
    }

    @Override
    public void close() {
        function.close();
    }

    @Override
    public String toString() {
        return "filter_prog";
    }
}
