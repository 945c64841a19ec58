package okko.bpf.verify;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import okko.bpf.isa.Code;
import okko.bpf.isa.Instruction.CallLocal;
import okko.bpf.isa.Instruction.LoadCode;
import okko.bpf.isa.Instruction;
import okko.bpf.isa.Structure;

/**
 * One function's instructions in an order in which each comes after all that lead to it; edges that close a loop do not
 * count for the order.
 */
final class FlowGraph {

    private static final int UNSEEN = 0;
    private static final int OPEN = 1;
    private static final int DONE = 2;

    private final Code code;
    private final int entry;
    private final int[] order;
    private final int[] position;
    private final BitSet entered = new BitSet();
    private final BitSet meetings = new BitSet();
    private final BitSet callees = new BitSet();
    private final BitSet addressTaken = new BitSet();
    private final int[][] predecessors;
    private final Loops loops;
    private final Liveness liveness;

    /** A jump from {@code pc} to {@code target}. */
    record Edge(int pc, int target) {}

    private FlowGraph(Code code, int entry) {
        this.code = code;
        this.entry = entry;
        this.position = new int[code.slots()];
        Arrays.fill(position, -1);
        List<Edge> backEdges = new ArrayList<>();
        this.order = orderFrom(entry, backEdges);
        this.predecessors = gatherPredecessors();
        this.loops = new Loops(this, backEdges, code.slots());
        this.liveness = Liveness.of(this);
    }

    static FlowGraph of(Code code, int entry) {
        return new FlowGraph(code, entry);
    }

    int entry() {
        return entry;
    }

    /** Of the whole program. */
    int slots() {
        return code.slots();
    }

    /** Reachable pcs, each before its successors. */
    int[] order() {
        return order;
    }

    Loops loops() {
        return loops;
    }

    /** Entries of the functions that this one calls. */
    BitSet callees() {
        return callees;
    }

    /** Entries of the functions whose addresses this one takes: some function may call them through a register. */
    BitSet addressTaken() {
        return addressTaken;
    }

    boolean contains(int pc) {
        return position[pc] >= 0;
    }

    /** Whether paths meet at a pc. */
    boolean isMeeting(int pc) {
        return meetings.get(pc);
    }

    /** Whether an edge leads onward in the order; the others close a loop. */
    boolean isForward(int from, int to) {
        return position[to] > position[from];
    }

    /** The state before a pc without what no run reads from there on. */
    State live(int pc, State state) {
        return state.retaining(liveness.registers(position[pc]), liveness.slots(position[pc]));
    }

    /** Where a reachable pc stands in the order. */
    int position(int pc) {
        return position[pc];
    }

    int[] successors(int pc) {
        return Structure.successors(pc, code.at(pc));
    }

    int[] predecessors(int pc) {
        return predecessors[pc];
    }

    Instruction instruction(int pc) {
        return code.at(pc);
    }

    /** Depth-first, without recursion: a long program must not overflow our own stack. */
    private int[] orderFrom(int start, List<Edge> backEdges) {
        byte[] colour = new byte[code.slots()];
        int[] postorder = new int[code.slots()];
        int count = 0;
        Deque<int[]> open = new ArrayDeque<>();   // pc, then the successors still to be visited, from the last
        open.push(opened(start, colour));
        while (!open.isEmpty()) {
            int[] top = open.peek();
            int left = top[1];
            if (left == 0) {
                open.pop();
                colour[top[0]] = DONE;
                postorder[count++] = top[0];
                continue;
            }
            top[1]--;
            int next = top[1 + left];
            if (colour[next] == OPEN) {
                backEdges.add(new Edge(top[0], next));
                continue;
            }
            meetings.set(next, entered.get(next));
            entered.set(next);
            if (colour[next] == UNSEEN) {
                open.push(opened(next, colour));
            }
        }
        int[] result = new int[count];
        for (int i = 0; i < count; i++) {
            result[i] = postorder[count - 1 - i];
            position[result[i]] = i;
        }
        return result;
    }

    private int[] opened(int pc, byte[] colour) {
        colour[pc] = OPEN;
        if (code.at(pc) instanceof CallLocal(int target)) {
            callees.set(target);
        }
        if (code.at(pc) instanceof LoadCode load) {
            addressTaken.set(load.target());
        }
        int[] successors = successors(pc);
        int[] entryOfStack = new int[2 + successors.length];
        entryOfStack[0] = pc;
        entryOfStack[1] = successors.length;
        System.arraycopy(successors, 0, entryOfStack, 2, successors.length);
        return entryOfStack;
    }

    private int[][] gatherPredecessors() {
        int[][] result = new int[code.slots()][];
        int[] count = new int[code.slots()];
        for (int pc : order) {
            for (int next : successors(pc)) {
                count[next]++;
            }
        }
        for (int pc : order) {
            result[pc] = new int[count[pc]];
        }
        for (int pc : order) {
            for (int next : successors(pc)) {
                result[next][--count[next]] = pc;
            }
        }
        return result;
    }
}
