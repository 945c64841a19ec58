package okko.bpf.verify;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import okko.bpf.image.ProgramImage;
import okko.bpf.isa.Code;

/** The program's functions, and which calls which; knows what cannot be walked before any state is. */
final class CallGraph {

    /** Real programs have a few; each costs memory in proportion to the whole program. */
    private static final int MAX_FUNCTIONS = 64;

    /** Each loop around another multiplies the cost of verification. */
    private static final int MAX_NESTED_LOOPS = 16;

    private final Map<Integer, FlowGraph> graphs = new HashMap<>();
    private final Set<Integer> recursive = new LinkedHashSet<>();
    private boolean isTooLarge;

    CallGraph(Code code) {
        explore(code, 0, new HashSet<>());
    }

    FlowGraph graph(int entry) {
        return graphs.get(entry);
    }

    /** The function that an instruction belongs to; the first if it belongs to several. */
    FlowGraph graphAround(int pc) {
        return graphs.values().stream().filter(graph -> graph.contains(pc)).findFirst().orElseThrow();
    }

    /** Whether states can be sent through the functions: all but recursion can be. */
    boolean isWalkable() {
        return !isTooLarge && graphs.values().stream().allMatch(graph ->
                graph.loops().irreducible().isEmpty() && graph.loops().deepest() <= MAX_NESTED_LOOPS);
    }

    boolean hasLoops() {
        return graphs.values().stream().anyMatch(graph -> graph.loops().deepest() > 0);
    }

    /** Makes a finding of each loop without a head, and of each function that may call itself. */
    void report(ProgramImage image, Findings findings) {
        if (isTooLarge) {
            findings.add(0, this, new Reason("at most " + MAX_FUNCTIONS + " functions", "the program has more",
                    "let the compiler inline some of them"));
        }
        for (FlowGraph graph : graphs.values()) {
            for (FlowGraph.Edge edge : graph.loops().irreducible()) {
                findings.add(edge.pc(), edge, new Reason(
                        "a loop that is entered only at its head, pc " + edge.target(),
                        "back edge: a jump leads into the middle of that loop",
                        "do not jump into loops: write the loop with for or while"));
            }
            if (graph.loops().deepest() > MAX_NESTED_LOOPS) {
                findings.add(graph.entry(), graph, new Reason(
                        "at most " + MAX_NESTED_LOOPS + " loops inside each other",
                        "there are " + graph.loops().deepest() + " in this function", "nest fewer loops"));
            }
        }
        for (int entry : recursive) {
            findings.add(entry, this, recursion(entry, image));
        }
    }

    /** Whether calls that name their function lead from it to itself; of calls through registers the walk learns. */
    boolean isRecursive(int entry) {
        return recursive.contains(entry);
    }

    static Reason recursion(int entry, ProgramImage image) {
        return new Reason(
                "no recursion: a function that does not call itself",
                "back edge: " + Wording.function(entry, image) + " leads to a call of itself",
                "write the recursion as a loop");
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
