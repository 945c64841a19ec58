package okko.bpf.compile;

import static java.lang.constant.ConstantDescs.CD_Integer;
import static java.lang.constant.ConstantDescs.CD_Long;
import static java.lang.constant.ConstantDescs.CD_Short;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_short;

import java.lang.classfile.CodeBuilder;
import java.lang.constant.MethodTypeDesc;
import okko.bpf.isa.AluOp;
import okko.bpf.isa.ByteOrder;
import okko.bpf.isa.Imm;
import okko.bpf.isa.Instruction.Alu;
import okko.bpf.isa.Instruction.MoveSigned;
import okko.bpf.isa.Instruction.Negate;
import okko.bpf.isa.Instruction.Swap;
import okko.bpf.isa.Operand;
import okko.bpf.isa.Reg;
import okko.bpf.isa.Size;
import okko.bpf.isa.Width;

/**
 * Emits arithmetic (RFC 9669, sections 4.1 and 4.2).
 *
 * <p>JVM shifts take their count modulo the width, and JVM division of the smallest value by -1 overflows to what BPF
 * wants, so that only division by zero needs code of its own.
 */
final class Arithmetic {

    private static final MethodTypeDesc LONG_OPERATION = MethodTypeDesc.of(CD_long, CD_long, CD_long);
    private static final MethodTypeDesc INT_OPERATION = MethodTypeDesc.of(CD_int, CD_int, CD_int);
    private static final int SHORT_MASK = 0xffff;

    private final CodeBuilder code;
    private final Registers registers;
    private final Compilation compilation;

    Arithmetic(Registers registers, Compilation compilation) {
        this.registers = registers;
        this.compilation = compilation;
        code = registers.code();
    }

    void emit(int pc, Alu alu) {
        boolean divisorIsNonZero = compilation.analysis().nonZeroDivisor().get(pc);
        if (!alu.op().divides() || divisorIsNonZero || alu.src() instanceof Imm(int divisor) && divisor != 0) {
            operation(pc, alu);
        } else if (alu.src() instanceof Imm) {
            divisionByZero(pc, alu);
        } else {
            var zero = code.newLabel();
            var done = code.newLabel();
            switch (alu.width()) {
                case W64 -> {
                    registers.load(alu.src());
                    code.lconst_0().lcmp().ifeq(zero);
                }
                case W32 -> {
                    registers.loadLow(alu.src());
                    code.ifeq(zero);
                }
            }
            operation(pc, alu);
            code.goto_(done).labelBinding(zero);
            divisionByZero(pc, alu);
            code.labelBinding(done);
        }
    }

    private void operation(int pc, Alu alu) {
        boolean isSigned = isSignedToo(pc, alu);
        switch (alu.width()) {
            case W64 -> {
                if (alu.op().divides() && fitInInts(pc, alu)) {
                    intOperation(alu.op(), alu.dst(), alu.src(), true);
                    registers.storeLowAlone(alu.dst());
                } else {
                    operation64(alu.op(), alu.dst(), alu.src(), isSigned);
                }
            }
            case W32 -> {
                intOperation(alu.op(), alu.dst(), alu.src(), isSigned);
                storeLow(pc, alu.dst());
            }
        }
    }

    /** Whether both operands are the same as signed and as unsigned numbers, so that signed division will do. */
    private boolean isSignedToo(int pc, Alu alu) {
        int sign = alu.width() == Width.W64 ? Long.SIZE - 1 : Integer.SIZE - 1;
        return magnitude(pc, alu.dst()) <= sign && magnitude(pc, alu.src()) <= sign;
    }

    /** Whether a 64-bit division may as well be one of 32 bits, which is several times faster on many processors. */
    private boolean fitInInts(int pc, Alu alu) {
        return magnitude(pc, alu.dst()) < Integer.SIZE && magnitude(pc, alu.src()) < Integer.SIZE;
    }

    private int magnitude(int pc, Operand operand) {
        return compilation.magnitudes().bits(pc, operand);
    }

    /** Pops the result of an operation of 32 bits. */
    private void storeLow(int pc, Reg dst) {
        if (compilation.magnitudes().resultBits(pc) < Integer.SIZE || !compilation.demand().wantsUpperHalf(pc, dst)) {
            registers.storeLowAlone(dst);
        } else {
            registers.storeLow(dst);
        }
    }

    private void operation64(AluOp op, Reg dst, Operand src, boolean isSigned) {
        if (op != AluOp.MOV) {
            registers.load(dst);
        }
        switch (op) {
            case LSH, RSH, ARSH -> registers.loadLow(src);
            default -> registers.load(src);
        }
        switch (op) {
            case ADD -> code.ladd();
            case SUB -> code.lsub();
            case MUL -> code.lmul();
            case DIV -> {
                if (isSigned) {
                    code.ldiv();
                } else {
                    code.invokestatic(CD_Long, "divideUnsigned", LONG_OPERATION);
                }
            }
            case SDIV -> code.ldiv();
            case MOD -> {
                if (isSigned) {
                    code.lrem();
                } else {
                    code.invokestatic(CD_Long, "remainderUnsigned", LONG_OPERATION);
                }
            }
            case SMOD -> code.lrem();
            case OR -> code.lor();
            case AND -> code.land();
            case XOR -> code.lxor();
            case LSH -> code.lshl();
            case RSH -> code.lushr();
            case ARSH -> code.lshr();
            case MOV -> { }
        }
        registers.store(dst);
    }

    /** Leaves 32 bits on the stack. */
    private void intOperation(AluOp op, Reg dst, Operand src, boolean isSigned) {
        if (op != AluOp.MOV) {
            registers.loadLow(dst);
        }
        registers.loadLow(src);
        switch (op) {
            case ADD -> code.iadd();
            case SUB -> code.isub();
            case MUL -> code.imul();
            case DIV -> {
                if (isSigned) {
                    code.idiv();
                } else {
                    code.invokestatic(CD_Integer, "divideUnsigned", INT_OPERATION);
                }
            }
            case SDIV -> code.idiv();
            case MOD -> {
                if (isSigned) {
                    code.irem();
                } else {
                    code.invokestatic(CD_Integer, "remainderUnsigned", INT_OPERATION);
                }
            }
            case SMOD -> code.irem();
            case OR -> code.ior();
            case AND -> code.iand();
            case XOR -> code.ixor();
            case LSH -> code.ishl();
            case RSH -> code.iushr();
            case ARSH -> code.ishr();
            case MOV -> { }
        }
    }

    /** A quotient by zero is 0; a remainder leaves the dividend, cut to the operation's width. */
    private void divisionByZero(int pc, Alu alu) {
        boolean remainder = alu.op() == AluOp.MOD || alu.op() == AluOp.SMOD;
        if (!remainder) {
            registers.zero(alu.dst());
        } else if (alu.width() == Width.W32) {
            registers.loadLow(alu.dst());
            storeLow(pc, alu.dst());
        }
    }

    void emit(int pc, Negate negate) {
        switch (negate.width()) {
            case W64 -> {
                registers.load(negate.dst());
                code.lneg();
                registers.store(negate.dst());
            }
            case W32 -> {
                registers.loadLow(negate.dst());
                code.ineg();
                storeLow(pc, negate.dst());
            }
        }
    }

    void emit(int pc, MoveSigned move) {
        registers.loadLow(move.src());
        signExtend(move.from());
        switch (move.width()) {
            case W64 -> {
                code.i2l();
                registers.store(move.dst());
            }
            case W32 -> storeLow(pc, move.dst());
        }
    }

    private void signExtend(Size from) {
        switch (from) {
            case B -> code.i2b();
            case H -> code.i2s();
            case W -> { }
            case DW -> throw new IllegalArgumentException("a move of 8 bytes has no sign to extend");
        }
    }

    void emit(int pc, Swap swap) {
        boolean reverses = swap.order() != ByteOrder.LE;
        switch (swap.bits()) {
            case 16 -> {
                registers.loadLow(swap.dst());
                if (reverses) {
                    code.i2s().invokestatic(CD_Short, "reverseBytes", MethodTypeDesc.of(CD_short, CD_short));
                }
                code.loadConstant(SHORT_MASK).iand();
                storeLow(pc, swap.dst());
            }
            case 32 -> {
                registers.loadLow(swap.dst());
                if (reverses) {
                    code.invokestatic(CD_Integer, "reverseBytes", MethodTypeDesc.of(CD_int, CD_int));
                }
                storeLow(pc, swap.dst());
            }
            default -> {
                registers.load(swap.dst());
                if (reverses) {
                    code.invokestatic(CD_Long, "reverseBytes", MethodTypeDesc.of(CD_long, CD_long));
                }
                registers.store(swap.dst());
            }
        }
    }
}
