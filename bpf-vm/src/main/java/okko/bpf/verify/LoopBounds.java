package okko.bpf.verify;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import okko.bpf.isa.Instruction.CallLocal;
import okko.bpf.isa.Reg;
import okko.bpf.verify.Loops.Region;
import okko.bpf.verify.Value.PacketPointer;

/**
 * How often a run comes to the head of each loop, and from that how many instructions it executes at most.
 *
 * <p>A bound needs no look at the loop's test: a register that grows by at least {@code step} from each visit of the
 * head to the next, and lies in {@code [least, greatest]} at every visit, allows {@code (greatest - least) / step + 1}.
 */
final class LoopBounds {

    private final CallGraph functions;
    private final Map<Integer, Long> visits = new HashMap<>();

    LoopBounds(CallGraph functions) {
        this.functions = functions;
    }

    /** Notes how often one entry into a loop leads to its head, at most. */
    void see(int head, long count) {
        visits.merge(head, count, Math::max);
    }

    /** The most instructions that one run executes; only of a program without recursion. */
    long longestRun() {
        return longest(0, new HashMap<>());
    }

    /**
     * The most visits of a head, {@link Long#MAX_VALUE} if unknown.
     *
     * @param here   the states at the head, which name all their numbers
     * @param coming the states that come round, with the same names
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

    private long longest(int entry, Map<Integer, Long> known) {
        Long before = known.get(entry);
        if (before != null) {
            return before;
        }
        FlowGraph graph = functions.graph(entry);
        long[] longest = new long[graph.slots()];
        measure(graph, graph.loops().whole(), longest, known);
        known.put(entry, longest[entry]);
        return longest[entry];
    }

    /** Fills in, for each pc of a region, the longest way from there that does not leave it or begin it anew. */
    private void measure(FlowGraph graph, Region region, long[] longest, Map<Integer, Long> known) {
        for (int i = region.order().length - 1; i >= 0; i--) {
            int pc = region.order()[i];
            Region loop = graph.loops().loopAt(region, pc);
            long own;
            if (loop == null) {
                own = graph.instruction(pc) instanceof CallLocal(int target) ? plus(1, longest(target, known)) : 1;
            } else {
                measure(graph, loop, longest, known);
                own = times(visits.getOrDefault(pc, 1L), longest[pc]);
            }
            long rest = 0;
            for (int next : loop == null ? graph.successors(pc) : loop.exits()) {
                boolean isWithin = next != region.head() && graph.loops().contains(region, next);
                rest = isWithin ? Math.max(rest, longest[next]) : rest;
            }
            longest[pc] = plus(own, rest);
        }
    }

    static long plus(long left, long right) {
        return left > Long.MAX_VALUE - right ? Long.MAX_VALUE : left + right;
    }

    private static long times(long left, long right) {
        return Math.multiplyHigh(left, right) != 0 || left * right < 0 ? Long.MAX_VALUE : left * right;
    }
}
