package okko.bpf.verify;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import okko.bpf.isa.AluOp;
import okko.bpf.isa.Imm;
import okko.bpf.isa.Instruction.Alu;
import okko.bpf.isa.Instruction;
import okko.bpf.isa.Reg;
import okko.bpf.verify.FlowGraph.Edge;

/**
 * The loops of one function, how they nest, and in which order to go through each.
 *
 * <p>A loop is what leads to the source of an edge back to its head without passing the head (Tarjan 1973, Havlak
 * 1997). Where a jump leads into the middle of one, there is no head to hold an invariant at: such code is listed
 * apart.
 */
final class Loops {

    private final FlowGraph graph;
    private final Region whole = new Region(-1, new int[0]);
    private final Region[] innermost;
    private final List<Edge> irreducible = new ArrayList<>();
    private int deepest;

    /** A loop, or the whole of a function. */
    static final class Region {

        private final int head;
        private final int[] sources;
        private Region parent;
        private int depth;
        private int[] order;
        private int[] exits;
        private int[] counters;

        private Region(int head, int[] sources) {
            this.head = head;
            this.sources = sources;
        }

        /** Where the loop begins; -1 for the whole of a function. */
        int head() {
            return head;
        }

        /** The last instruction that leads back to the head. */
        int lastSource() {
            return sources[sources.length - 1];
        }

        /** Loops around the function's code here, this one included; 0 for the whole. */
        int depth() {
            return depth;
        }

        /** Its pcs, each after those that lead to it, but of a loop inside only the head. */
        int[] order() {
            return order;
        }

        /** Numbers of the registers that it itself adds a constant to, whatever else it does to them. */
        int[] counters() {
            return counters;
        }

        /** Where jumps out of it lead. */
        int[] exits() {
            return exits;
        }
    }

    Loops(FlowGraph graph, List<Edge> backEdges, int slots) {
        this.graph = graph;
        this.innermost = new Region[slots];
        Map<Integer, List<Integer>> sources = new HashMap<>();
        for (Edge edge : backEdges) {
            sources.computeIfAbsent(edge.target(), _ -> new ArrayList<>()).add(edge.pc());
        }
        int[] order = graph.order();
        List<Region> loops = new ArrayList<>();
        for (int i = order.length - 1; i >= 0 && !sources.isEmpty(); i--) {   // a loop comes before those around it
            List<Integer> back = sources.remove(order[i]);
            if (back != null) {
                loops.add(gather(new Region(order[i], back.stream().mapToInt(Integer::intValue).sorted().toArray())));
            }
        }
        for (int i = loops.size() - 1; i >= 0; i--) {
            Region loop = loops.get(i);
            loop.parent = loop.parent == null ? whole : loop.parent;
            loop.depth = loop.parent.depth + 1;
            deepest = Math.max(deepest, loop.depth);
        }
        arrange(loops);
    }

    /** Edges of loops that can be entered elsewhere than at their head. */
    List<Edge> irreducible() {
        return irreducible;
    }

    /** How many loops there are around the innermost code, at most. */
    int deepest() {
        return deepest;
    }

    Region whole() {
        return whole;
    }

    /** The loop inside a region that begins at one of its pcs; {@code null} if none does. */
    Region loopAt(Region region, int pc) {
        return innermost[pc] == region ? null : innermost[pc];
    }

    boolean contains(Region region, int pc) {
        Region around = innermost[pc];
        while (around.depth > region.depth) {
            around = around.parent;
        }
        return around == region;
    }

    private Region gather(Region loop) {
        Deque<Integer> open = new ArrayDeque<>();
        innermost[loop.head] = loop;
        for (int source : loop.sources) {
            include(loop, source, open);
        }
        while (!open.isEmpty()) {
            int pc = open.pop();
            if (!graph.isForward(loop.head, pc)) {
                irreducible.add(new Edge(loop.lastSource(), loop.head));
                break;
            }
            for (int before : graph.predecessors(pc)) {
                include(loop, before, open);
            }
        }
        return loop;
    }

    /** Takes an instruction into a loop, and with it the loops that it is in; notes what still has to be entered. */
    private void include(Region loop, int pc, Deque<Integer> open) {
        Region outermost = innermost[pc];
        if (outermost == null) {
            innermost[pc] = loop;
            open.push(pc);
            return;
        }
        while (outermost.parent != null) {
            outermost = outermost.parent;
        }
        if (outermost != loop) {
            outermost.parent = loop;
            open.push(outermost.head);
        }
    }

    private void arrange(List<Region> loops) {
        Map<Region, List<Integer>> orders = new HashMap<>();
        Map<Region, List<Integer>> exits = new HashMap<>();
        loops.forEach(loop -> orders.put(loop, new ArrayList<>()));
        orders.put(whole, new ArrayList<>());
        for (int pc : graph.order()) {
            Region region = innermost[pc] == null ? whole : innermost[pc];
            innermost[pc] = region;
            if (region.head == pc) {
                orders.get(region.parent).add(pc);
            }
            orders.get(region).add(pc);
        }
        for (int pc : graph.order()) {
            for (int next : graph.successors(pc)) {
                for (Region left = innermost[pc]; !contains(left, next); left = left.parent) {
                    exits.computeIfAbsent(left, _ -> new ArrayList<>()).add(next);
                }
            }
        }
        orders.forEach((region, pcs) -> {
            region.order = ints(pcs);
            region.counters = pcs.stream().map(graph::instruction).mapToInt(Loops::counter)
                    .filter(register -> register >= 0).distinct().toArray();
        });
        orders.keySet().forEach(region -> region.exits = ints(exits.getOrDefault(region, List.of())));
    }

    private static int counter(Instruction instruction) {
        return instruction instanceof Alu(AluOp op, var _, Reg dst, Imm _) && (op == AluOp.ADD || op == AluOp.SUB)
                ? dst.number()
                : -1;
    }

    private static int[] ints(List<Integer> numbers) {
        return numbers.stream().mapToInt(Integer::intValue).toArray();
    }
}
