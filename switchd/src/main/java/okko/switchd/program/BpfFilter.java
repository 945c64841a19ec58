package okko.switchd.program;

import okko.bpf.engine.BpfFault;
import okko.bpf.engine.BpfFunction;
import okko.switchd.packet.Filter;
import okko.switchd.packet.Placement;

/** A filter that asks a BPF program: 1 is a match, all else is none, as in Oko. */
final class BpfFilter implements Filter {

    private static final long MATCH = 1;

    private final BpfFunction function;
    private final FilterRuns counters;
    private final Placement placement;

    BpfFilter(BpfFunction function, FilterRuns counters, Placement placement) {
        this.function = function;
        this.counters = counters;
        this.placement = placement;
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
    public void close() {
        function.close();
    }
}
