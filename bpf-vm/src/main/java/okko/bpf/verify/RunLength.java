package okko.bpf.verify;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import okko.bpf.isa.Instruction.CallLocal;
import okko.bpf.isa.Instruction.CallRegister;
import okko.bpf.verify.Loops.Region;

/**
 * How many instructions a run executes at most: the longest way through each function, a loop counting as often as its
 * head may be visited, a call as much as the longest function that it may call.
 *
 * <p>{@link Long#MAX_VALUE} stands for what is not known, and for what no {@code long} holds.
 */
final class RunLength {

    private final CallGraph functions;
    private final LoopBounds bounds;
    private final Map<Integer, Set<Integer>> calleesThroughRegister;
    private final Map<Integer, Long> known = new HashMap<>();
    private final List<Cost> costs = new ArrayList<>();

    /** What a loop costs a run that enters it once. */
    private record Cost(Region loop, long visits, long perRound) {

        long total() {
            return times(visits, perRound);
        }
    }

    /**
     * For a program that was walked to its end.
     *
     * @param calleesThroughRegister entries of the functions that a call through a register was seen to call, by its pc
     */
    RunLength(CallGraph functions, LoopBounds bounds, Map<Integer, Set<Integer>> calleesThroughRegister) {
        this.functions = functions;
        this.bounds = bounds;
        this.calleesThroughRegister = calleesThroughRegister;
    }

    /** The most instructions of one run. */
    long most() {
        return ofFunction(0);
    }

    /** Makes a finding of a program with runs that are longer than a limit. */
    void report(long limit, Findings findings) {
        long most = most();
        if (most <= limit && most < Long.MAX_VALUE) {
            return;
        }
        String needs = "a program that ends within %,d instructions".formatted(limit);
        String known = "a run may execute " + amount(most);
        Cost worst = worst();
        if (worst == null) {
            findings.add(0, this, new Reason(needs, known, "split the program, or call functions from fewer places"));
        } else {
            findings.add(worst.loop.lastSource(), this, new Reason(
                    needs,
                    known + ", most of them in the loop that begins at pc " + worst.loop.head() + ": up to "
                            + amount(worst.visits) + " rounds of up to " + amount(worst.perRound),
                    "bound the loop by a smaller constant, or do less in each round"));
        }
    }

    /** The loop with most rounds among those that cost a run most, or half as much; {@code null} without loops. */
    private Cost worst() {
        long most = costs.stream().mapToLong(Cost::total).max().orElse(0);
        return costs.stream().filter(cost -> cost.total() >= most / 2)
                .max(Comparator.comparingLong(Cost::visits)).orElse(null);
    }

    private static String amount(long count) {
        return count > 1_000_000_000_000_000L ? "more than 10^15" : "%,d".formatted(count);
    }

    private long ofFunction(int entry) {
        Long before = known.get(entry);
        if (before != null) {
            return before;
        }
        known.put(entry, Long.MAX_VALUE);   // until it is known: what calls itself has no bound
        FlowGraph graph = functions.graph(entry);
        long[] longest = new long[graph.slots()];
        measure(graph, graph.loops().whole(), longest);
        known.put(entry, longest[entry]);
        return longest[entry];
    }

    /** Fills in, for each pc of a region, the longest way from there that does not leave it or begin it anew. */
    private void measure(FlowGraph graph, Region region, long[] longest) {
        for (int i = region.order().length - 1; i >= 0; i--) {
            int pc = region.order()[i];
            Region loop = graph.loops().loopAt(region, pc);
            long rest = 0;
            for (int next : loop == null ? graph.successors(pc) : loop.exits()) {
                boolean isWithin = next != region.head() && graph.loops().contains(region, next);
                rest = isWithin ? Math.max(rest, longest[next]) : rest;
            }
            longest[pc] = plus(loop == null ? ofInstruction(graph, pc) : ofLoop(graph, loop, longest), rest);
        }
    }

    private long ofLoop(FlowGraph graph, Region loop, long[] longest) {
        measure(graph, loop, longest);
        Cost cost = new Cost(loop, bounds.visits(loop), longest[loop.head()]);
        costs.add(cost);
        return cost.total();
    }

    private long ofInstruction(FlowGraph graph, int pc) {
        long called = 0;
        if (graph.instruction(pc) instanceof CallLocal(int target)) {
            called = ofFunction(target);
        } else if (graph.instruction(pc) instanceof CallRegister) {
            for (int target : calleesThroughRegister.getOrDefault(pc, Set.of())) {
                called = Math.max(called, ofFunction(target));
            }
        }
        return plus(1, called);
    }

    static long plus(long left, long right) {
        return left > Long.MAX_VALUE - right ? Long.MAX_VALUE : left + right;
    }

    static long times(long left, long right) {
        return Math.multiplyHigh(left, right) != 0 || left * right < 0 ? Long.MAX_VALUE : left * right;
    }
}
