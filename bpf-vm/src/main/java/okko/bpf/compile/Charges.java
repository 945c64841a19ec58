package okko.bpf.compile;

import java.util.Arrays;
import java.util.BitSet;
import okko.bpf.isa.Code;
import okko.bpf.isa.Instruction;
import okko.bpf.isa.Instruction.CallLocal;
import okko.bpf.isa.Instruction.Exit;
import okko.bpf.isa.Structure;

/**
 * Where in a function how many instructions are charged to the budget, so that as many are charged as are executed.
 *
 * <p>Charging begins afresh at the function's entry, at the heads of its loops, and behind what <em>settles</em>:
 * exits, calls of functions, and what may end the run. In between, each instruction has a distance, the fewest
 * instructions from such a beginning to it. What settles charges its distance and itself; a step from one
 * instruction to another charges by how much its way is longer than the distance, and so mostly nothing.
 */
final class Charges {

    private final Code code;
    private final CallGraph graph;
    private final BitSet loopHeads = new BitSet();
    private final int first;
    private final int[] distances;

    private Charges(Code code, CallGraph graph, int first, int end) {
        this.code = code;
        this.graph = graph;
        this.first = first;
        distances = new int[end - first];
    }

    /** Looks at the instructions of a function. */
    static Charges of(Code code, CallGraph graph, FunctionCode function) {
        BitSet pcs = function.pcs();
        var charges = new Charges(code, graph, pcs.nextSetBit(0), pcs.length());
        charges.findLoopHeads(pcs);
        charges.measure(function);
        return charges;
    }

    private void findLoopHeads(BitSet pcs) {
        pcs.stream().forEach(pc -> {
            for (int next : Structure.successors(pc, code.at(pc))) {
                if (next <= pc && pcs.get(next)) {
                    loopHeads.set(next);
                }
            }
        });
    }

    /** Jumps go forwards except to heads of loops, so that one pass in the order of the pcs will do. */
    private void measure(FunctionCode function) {
        BitSet pcs = function.pcs();
        Arrays.fill(distances, Integer.MAX_VALUE);
        distances[function.entry() - first] = 0;
        loopHeads.stream().forEach(pc -> distances[pc - first] = 0);
        pcs.stream().forEach(pc -> {
            int behind = settles(pc) ? 0 : distances[pc - first] + 1;
            for (int next : Structure.successors(pc, code.at(pc))) {
                if (pcs.get(next)) {
                    distances[next - first] = Math.min(distances[next - first], behind);
                }
            }
        });
    }

    /** {@return whether jumps go back to an instruction} */
    boolean isLoopHead(int pc) {
        return loopHeads.get(pc);
    }

    /** {@return whether everything is charged before the instruction is executed, itself included} */
    boolean settles(int pc) {
        return code.at(pc) instanceof CallLocal || mayBeLast(pc);
    }

    /** {@return whether the function or the run may end with the instruction itself} */
    boolean mayBeLast(int pc) {
        Instruction instruction = code.at(pc);
        return instruction instanceof Exit || graph.mayEndRun(instruction);
    }

    /** {@return how many instructions are charged before one that settles} */
    int before(int pc) {
        return distances[pc - first] + 1;
    }

    /** {@return how many instructions are charged when another one is next} */
    int between(int pc, int next) {
        return settles(pc) ? 0 : distances[pc - first] + 1 - distances[next - first];
    }
}
