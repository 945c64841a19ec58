package okko.bpf.compile;

import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import okko.bpf.engine.BpfFault;
import okko.bpf.isa.Code;
import okko.bpf.isa.Structure;

/**
 * Emits the counting of instructions in one method: where a loop begins, all instructions of the loop; where a called
 * function begins, all of its own. An instruction runs again only after a jump backwards over it or a call, so that
 * what is counted is never less than what has run.
 */
final class Budget {

    private static final ClassDesc FAULT = BpfFault.class.describeConstable().orElseThrow();
    private static final MethodTypeDesc OVER_BUDGET = MethodTypeDesc.of(FAULT, CD_int, CD_long);

    private final CodeBuilder code;
    private final int slot;
    private final boolean counts;
    private final long budget;
    private final Map<Integer, Integer> loops;
    private final Map<Integer, Label> exceeded = new TreeMap<>();

    /** Counts in the method of these registers, which is the function or a part of it. */
    Budget(Registers registers, Compilation compilation, FunctionCode function) {
        code = registers.code();
        slot = registers.endSlot();
        counts = compilation.countsInstructions();
        budget = compilation.options().instructionBudget();
        loops = counts ? loops(compilation.code(), function.pcs()) : Map.of();
    }

    /** How many instructions there are in the loop that begins at a pc, for each where one does. */
    private static Map<Integer, Integer> loops(Code code, BitSet pcs) {
        var instructions = new int[code.slots() + 1];
        for (int pc = 0; pc < code.slots(); pc++) {
            instructions[pc + 1] = instructions[pc] + (pcs.get(pc) ? 1 : 0);
        }
        var loops = new HashMap<Integer, Integer>();
        pcs.stream().forEach(pc -> {
            for (int next : Structure.successors(pc, code.at(pc))) {
                if (next <= pc && pcs.get(next)) {
                    loops.merge(next, instructions[pc + 1] - instructions[next], Math::max);
                }
            }
        });
        return loops;
    }

    /** {@return the first local behind the counter} */
    int endSlot() {
        return slot + 2;
    }

    /** Begins a run with the whole budget. */
    void begin() {
        if (counts) {
            code.loadConstant(budget).lstore(slot);
        }
    }

    /** Goes on with what is left of another method's. */
    void load() {
        if (counts) {
            code.aload(0).getfield(CompiledFunction.SELF, "left", CD_long).lstore(slot);
        }
    }

    /** Leaves to another method what is left. */
    void save() {
        if (counts) {
            code.aload(0).lload(slot).putfield(CompiledFunction.SELF, "left", CD_long);
        }
    }

    /** Counts a function that is called. */
    void countFunction(FunctionCode function) {
        if (counts) {
            count(function.entry(), function.pcs().cardinality());
        }
    }

    /** Counts an iteration, if a loop begins at the instruction. */
    void countLoopAt(int pc) {
        Integer instructions = loops.get(pc);
        if (instructions != null) {
            count(pc, instructions);
        }
    }

    private void count(int pc, int instructions) {
        code.lload(slot).loadConstant((long) instructions).lsub().dup2().lstore(slot)
                .lconst_0().lcmp().iflt(exceeded.computeIfAbsent(pc, _ -> code.newLabel()));
    }

    /** Emits what the counting jumps to; behind all other code of the method. */
    void emitFaults() {
        exceeded.forEach((pc, label) -> code.labelBinding(label)
                .loadConstant(pc).loadConstant(budget)
                .invokestatic(CompiledFunction.SELF, "overBudget", OVER_BUDGET)
                .athrow());
    }
}
