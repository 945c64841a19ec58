package okko.bpf.verify;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.function.IntToLongFunction;
import okko.bpf.isa.Code;
import okko.bpf.isa.Instruction.CallLocal;
import okko.bpf.isa.Instruction.LoadCode;
import okko.bpf.isa.Instruction;
import okko.bpf.isa.Structure;

/**
 * One function's instructions in an order in which each comes after all that lead to it.
 *
 * <p>Edges that close a loop are left out of the order and listed apart. A verifier that accepts bounded loops would
 * widen at their targets; all else here would stay.
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
    private final List<BackEdge> backEdges = new ArrayList<>();
    private final BitSet callees = new BitSet();
    private final BitSet addressTaken = new BitSet();
    private final short[] live;

    /** A jump from {@code pc} to a {@code target} that may lead to {@code pc} again. */
    record BackEdge(int pc, int target) {}

    private FlowGraph(Code code, int entry) {
        this.code = code;
        this.entry = entry;
        this.position = new int[code.slots()];
        Arrays.fill(position, -1);
        this.order = orderFrom(entry);
        this.live = liveRegisters();
    }

    static FlowGraph of(Code code, int entry) {
        return new FlowGraph(code, entry);
    }

    int entry() {
        return entry;
    }

    /** Reachable pcs, each before its successors. */
    int[] order() {
        return order;
    }

    List<BackEdge> backEdges() {
        return backEdges;
    }

    /** Entries of the functions that this one calls. */
    BitSet callees() {
        return callees;
    }

    /** Entries of the functions whose addresses this one takes: some function may call them through a register. */
    BitSet addressTaken() {
        return addressTaken;
    }

    /** Whether paths meet at a pc. */
    boolean isMeeting(int pc) {
        return meetings.get(pc);
    }

    /** Whether an edge leads onward in the order; the others close a loop. */
    boolean isForward(int from, int to) {
        return position[to] > position[from];
    }

    /** Registers, a bit each, that may be read before they are written, from a pc on. */
    int live(int pc) {
        return live[pc];
    }

    /** The most instructions that run from the entry to an exit, given those of each function called. */
    long longestPath(IntToLongFunction lengthOfCallee) {
        long[] longest = new long[code.slots()];
        for (int i = order.length - 1; i >= 0; i--) {
            int pc = order[i];
            long rest = 0;
            for (int next : successors(pc)) {
                rest = isForward(pc, next) ? Math.max(rest, longest[next]) : rest;
            }
            long own = code.at(pc) instanceof CallLocal(int target) ? 1 + lengthOfCallee.applyAsLong(target) : 1;
            longest[pc] = own > Long.MAX_VALUE - rest ? Long.MAX_VALUE : own + rest;
        }
        return longest[entry];
    }

    private int[] successors(int pc) {
        return Structure.successors(pc, code.at(pc));
    }

    /** Depth-first, without recursion: a long program must not overflow our own stack. */
    private int[] orderFrom(int start) {
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
                backEdges.add(new BackEdge(top[0], next));
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

    private short[] liveRegisters() {
        short[] result = new short[code.slots()];
        for (int i = order.length - 1; i >= 0; i--) {
            int pc = order[i];
            int after = 0;
            for (int next : successors(pc)) {
                after |= isForward(pc, next) ? result[next] : RegisterUse.ALL;
            }
            Instruction instruction = code.at(pc);
            result[pc] = (short) (after & ~RegisterUse.written(instruction) | RegisterUse.read(instruction));
        }
        return result;
    }
}
