package okko.bpf.verify;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import okko.bpf.isa.Reg;
import okko.bpf.verify.Loops.Region;
import okko.bpf.verify.Value.PacketPointer;

/**
 * How often a run comes to the head of each loop.
 *
 * <p>A bound needs no look at the loop's test: a register that grows by at least {@code step} from each visit of the
 * head to the next, and lies in {@code [least, greatest]} at every visit, allows {@code (greatest - least) / step + 1}.
 * What the states of the recorded round show is taken first; {@link RoundCount} asks the instructions themselves.
 */
final class LoopBounds {

    private final Map<Region, Long> visits = new HashMap<>();
    private final Map<Region, Places> places = new HashMap<>();
    private final Map<Region, FlowGraph> graphs = new HashMap<>();

    /** By function: bytes of its stack frame that something else than a store through r10 writes. */
    private final Map<Integer, BitSet> writtenThroughPointers = new HashMap<>();

    /** Notes how often one entry into a loop leads to its head, at most; {@link Long#MAX_VALUE} if unknown. */
    void see(Region loop, long count) {
        visits.merge(loop, count, Math::max);
    }

    /** Notes a state in which runs come to the head of a loop. */
    void see(FlowGraph graph, Region loop, State state) {
        graphs.put(loop, graph);
        places.computeIfAbsent(loop, _ -> Places.of(graph, loop)).see(state);
    }

    /** Notes that bytes of a function's stack frame may be written through a pointer. */
    void seeWrite(int function, long offset, long bytes) {
        int first = Math.clamp(Stack.BYTES + offset, 0, Stack.BYTES);
        int end = Math.clamp(Stack.BYTES + offset + bytes, first, Stack.BYTES);
        writtenThroughPointers.computeIfAbsent(function, _ -> new BitSet()).set(first, end);
    }

    /** The most visits of a head from one entry into its loop. */
    long visits(Region loop) {
        return visits.getOrDefault(loop, 1L);
    }

    /**
     * Counts by its instructions what the states did not show.
     *
     * @param ranges    of the numbers that instructions read
     * @param reachable pcs
     */
    void conclude(Ranges ranges, BitSet reachable, Findings findings) {
        places.forEach((loop, those) ->
                those.forget(writtenThroughPointers.getOrDefault(graphs.get(loop).entry(), new BitSet())));
        List<Region> all = new ArrayList<>(visits.keySet());
        for (Region loop : all) {
            if (visits.get(loop) > 1) {
                var round = new RoundMotions(graphs.get(loop), places, ranges, reachable);
                var count = RoundCount.of(places.get(loop), round.of(loop));
                visits.merge(loop, count.visits(), Math::min);
                if (visits.get(loop) == Long.MAX_VALUE) {
                    findings.add(loop.lastSource(), this, new Reason(
                            "a loop that provably ends, for each run that comes to its head at pc " + loop.head(),
                            count.known(),
                            "count the rounds in a variable, and leave the loop when it reaches a constant"));
                }
            }
        }
    }

    /**
     * The most visits of a head, {@link Long#MAX_VALUE} if unknown.
     *
     * @param here   the states at the head, which name all their numbers
     * @param coming the states that come round, with the same names, none of which was read anew on the way
     */
    static long visits(List<State> here, List<State> coming) {
        if (coming.isEmpty()) {
            return 1;
        }
        long best = Long.MAX_VALUE;
        for (int i = 0; i < Reg.FRAME_POINTER.number(); i++) {
            long step = step(new Reg(i), here, coming);
            if (step != 0) {
                best = Math.min(best, visits(new Reg(i), here, step));
            }
        }
        return best;
    }

    /** By how much a register moves between two visits, at least and always in one direction; 0 if that is unknown. */
    private static long step(Reg register, List<State> here, List<State> coming) {
        Sum before = sum(here.getFirst().value(register));
        if (before == null || !here.stream().allMatch(state -> before.equals(sum(state.value(register))))) {
            return 0;
        }
        long step = 0;
        for (State state : coming) {
            Sum after = sum(state.value(register));
            Sum moved = after == null ? null : after.minus(before);
            long by = moved == null || !moved.isConstant() ? 0 : moved.addend();
            if (by == 0 || step != 0 && Long.signum(by) != Long.signum(step)) {
                return 0;
            }
            step = step == 0 || Math.abs(by) < Math.abs(step) ? by : step;
        }
        return step;
    }

    private static long visits(Reg register, List<State> here, long step) {
        long least = Long.MAX_VALUE;
        long greatest = Long.MIN_VALUE;
        for (State state : here) {
            switch (state.value(register)) {
                case Scalar number -> {
                    least = Math.min(least, number.smin());
                    greatest = Math.max(greatest, number.smax());
                }
                case PacketPointer pointer -> {
                    least = Math.min(least, pointer.min());
                    greatest = Math.max(greatest, pointer.max());
                }
                default -> throw new IllegalStateException("no sum: register=" + register);
            }
        }
        long span = greatest - least;
        return span < 0 ? Long.MAX_VALUE : span / Math.abs(step) + 1;
    }

    private static Sum sum(Value value) {
        return value instanceof Scalar number
                ? number.sum()
                : value instanceof PacketPointer pointer ? pointer.sum() : null;
    }
}
