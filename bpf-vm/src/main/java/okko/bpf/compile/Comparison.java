package okko.bpf.compile;

import static java.lang.constant.ConstantDescs.CD_Integer;
import static java.lang.constant.ConstantDescs.CD_Long;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.MethodTypeDesc;
import okko.bpf.isa.Condition;
import okko.bpf.isa.Instruction.Branch;
import okko.bpf.isa.Width;

/**
 * Emits conditional jumps (RFC 9669, section 4.3). Numbers without a sign bit are compared as signed ones, which the
 * JIT knows more about.
 */
final class Comparison {

    private static final MethodTypeDesc COMPARE_LONGS = MethodTypeDesc.of(CD_int, CD_long, CD_long);
    private static final MethodTypeDesc COMPARE_INTS = MethodTypeDesc.of(CD_int, CD_int, CD_int);

    private final CodeBuilder code;
    private final Registers registers;
    private final Magnitudes magnitudes;

    Comparison(Registers registers, Compilation compilation) {
        this.registers = registers;
        magnitudes = compilation.magnitudes();
        code = registers.code();
    }

    /** Emits the comparison and the jump to {@code target}. */
    void emit(int pc, Branch branch, Label target) {
        int sign = branch.width() == Width.W64 ? Long.SIZE - 1 : Integer.SIZE - 1;
        boolean isSignedToo = magnitudes.bits(pc, branch.left()) <= sign && magnitudes.bits(pc, branch.right()) <= sign;
        Condition condition = isSignedToo ? signed(branch.condition()) : branch.condition();
        switch (branch.width()) {
            case W64 -> {
                registers.load(branch.left());
                registers.load(branch.right());
                branch64(condition, target);
            }
            case W32 -> {
                registers.loadLow(branch.left());
                registers.loadLow(branch.right());
                branch32(condition, target);
            }
        }
    }

    private static Condition signed(Condition condition) {
        return switch (condition) {
            case GT -> Condition.SGT;
            case GE -> Condition.SGE;
            case LT -> Condition.SLT;
            case LE -> Condition.SLE;
            case EQ, NE, SET, SGT, SGE, SLT, SLE -> condition;
        };
    }

    private void branch64(Condition condition, Label target) {
        switch (condition) {
            case EQ -> code.lcmp().ifeq(target);
            case NE -> code.lcmp().ifne(target);
            case SET -> code.land().lconst_0().lcmp().ifne(target);
            case GT -> code.invokestatic(CD_Long, "compareUnsigned", COMPARE_LONGS).ifgt(target);
            case GE -> code.invokestatic(CD_Long, "compareUnsigned", COMPARE_LONGS).ifge(target);
            case LT -> code.invokestatic(CD_Long, "compareUnsigned", COMPARE_LONGS).iflt(target);
            case LE -> code.invokestatic(CD_Long, "compareUnsigned", COMPARE_LONGS).ifle(target);
            case SGT -> code.lcmp().ifgt(target);
            case SGE -> code.lcmp().ifge(target);
            case SLT -> code.lcmp().iflt(target);
            case SLE -> code.lcmp().ifle(target);
        }
    }

    private void branch32(Condition condition, Label target) {
        switch (condition) {
            case EQ -> code.if_icmpeq(target);
            case NE -> code.if_icmpne(target);
            case SET -> code.iand().ifne(target);
            case GT -> code.invokestatic(CD_Integer, "compareUnsigned", COMPARE_INTS).ifgt(target);
            case GE -> code.invokestatic(CD_Integer, "compareUnsigned", COMPARE_INTS).ifge(target);
            case LT -> code.invokestatic(CD_Integer, "compareUnsigned", COMPARE_INTS).iflt(target);
            case LE -> code.invokestatic(CD_Integer, "compareUnsigned", COMPARE_INTS).ifle(target);
            case SGT -> code.if_icmpgt(target);
            case SGE -> code.if_icmpge(target);
            case SLT -> code.if_icmplt(target);
            case SLE -> code.if_icmple(target);
        }
    }
}
