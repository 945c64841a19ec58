package okko.bpf.verify;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import okko.bpf.isa.Code;

/** The program's functions, and which calls which; knows of loops before any state is walked. */
final class CallGraph {

    /** Real programs have a few; each costs memory in proportion to the whole program. */
    static final int MAX_FUNCTIONS = 64;

    private final Map<Integer, FlowGraph> graphs = new HashMap<>();
    private final Set<Integer> recursive = new LinkedHashSet<>();
    private boolean isTooLarge;

    CallGraph(Code code) {
        explore(code, 0, new HashSet<>());
    }

    FlowGraph graph(int entry) {
        return graphs.get(entry);
    }

    boolean isTooLarge() {
        return isTooLarge;
    }

    /** Makes a finding of each loop and of each function that may call itself. */
    void report(Findings findings) {
        if (isTooLarge) {
            findings.add(0, this, new Reason("at most " + MAX_FUNCTIONS + " functions", "the program has more",
                    "let the compiler inline some of them"));
        }
        for (FlowGraph graph : graphs.values()) {
            for (FlowGraph.BackEdge edge : graph.backEdges()) {
                findings.add(edge.pc(), edge, new Reason(
                        "no loop: a jump forward",
                        "back edge: the jump to pc " + edge.target() + " leads to this instruction again",
                        "unroll the loop: #pragma unroll, with a constant number of rounds"));
            }
        }
        for (int entry : recursive) {
            findings.add(entry, this, recursion(entry));
        }
    }

    /** Whether calls that name their function lead from it to itself; of calls through registers the walk learns. */
    boolean isRecursive(int entry) {
        return recursive.contains(entry);
    }

    Reason recursion(int entry) {
        return new Reason(
                "no recursion: a function that does not call itself",
                "back edge: the function at pc " + entry + " leads to a call of itself",
                "write the recursion as straight code");
    }

    /** The most instructions that one run executes; only of a program without recursion. */
    long longestRun() {
        return longest(0, new HashMap<>());
    }

    private long longest(int entry, Map<Integer, Long> known) {
        Long before = known.get(entry);
        if (before != null) {
            return before;
        }
        long length = graphs.get(entry).longestPath(callee -> longest(callee, known));
        known.put(entry, length);
        return length;
    }

    private void explore(Code code, int entry, Set<Integer> active) {
        if (graphs.containsKey(entry) || isTooLarge) {
            if (active.contains(entry)) {
                recursive.add(entry);
            }
            return;
        }
        if (graphs.size() == MAX_FUNCTIONS) {
            isTooLarge = true;
            return;
        }
        FlowGraph graph = FlowGraph.of(code, entry);
        graphs.put(entry, graph);
        active.add(entry);
        graph.callees().stream().forEach(callee -> explore(code, callee, active));
        active.remove(entry);
        graph.addressTaken().stream().forEach(callee -> explore(code, callee, new HashSet<>()));
    }
}
