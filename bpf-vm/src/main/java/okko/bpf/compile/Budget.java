package okko.bpf.compile;

import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.Map;
import java.util.TreeMap;
import okko.bpf.engine.BpfFault;

/**
 * Emits the counting of instructions in one method, as {@link Charges} says. A local variable holds what is left of the
 * budget; it is looked at where a loop begins, and before the function or the run may end.
 */
final class Budget {

    private static final ClassDesc FAULT = BpfFault.class.describeConstable().orElseThrow();
    private static final MethodTypeDesc OVER_BUDGET = MethodTypeDesc.of(FAULT, CD_int, CD_long);

    private final CodeBuilder code;
    private final int slot;
    private final boolean counts;
    private final long budget;
    private final Charges charges;
    private final Map<Integer, Label> exceeded = new TreeMap<>();

    /** Counts in the method of these registers, which is the function of the charges or a part of it. */
    Budget(Registers registers, Compilation compilation, Charges charges) {
        this.charges = charges;
        code = registers.code();
        slot = registers.endSlot();
        counts = compilation.countsInstructions();
        budget = compilation.options().instructionBudget();
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

    /** Emits what comes before an instruction. */
    void countBefore(int pc) {
        if (!counts) {
            return;
        }
        if (charges.isLoopHead(pc)) {
            check(pc);
        }
        if (charges.settles(pc)) {
            charge(charges.before(pc));
        }
        if (charges.mayBeLast(pc)) {
            check(pc);
        }
    }

    /** {@return how many instructions to charge when another one is next} */
    int between(int pc, int next) {
        return counts ? charges.between(pc, next) : 0;
    }

    /** Charges some instructions, 0 or more. */
    void charge(int instructions) {
        if (instructions > 0) {
            code.lload(slot).loadConstant((long) instructions).lsub().lstore(slot);
        }
    }

    private void check(int pc) {
        code.lload(slot).lconst_0().lcmp().iflt(exceeded.computeIfAbsent(pc, _ -> code.newLabel()));
    }

    /** Emits what the counting jumps to; behind all other code of the method. */
    void emitFaults() {
        exceeded.forEach((pc, label) -> code.labelBinding(label)
                .loadConstant(pc).loadConstant(budget)
                .invokestatic(CompiledFunction.SELF, "overBudget", OVER_BUDGET)
                .athrow());
    }
}
