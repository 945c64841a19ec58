package okko.bpf.verify;

import okko.bpf.isa.AluOp;
import okko.bpf.isa.AtomicOp;
import okko.bpf.isa.Imm;
import okko.bpf.isa.Instruction.Alu;
import okko.bpf.isa.Instruction.Atomic;
import okko.bpf.isa.Instruction.Branch;
import okko.bpf.isa.Instruction.CallHelper;
import okko.bpf.isa.Instruction.CallLocal;
import okko.bpf.isa.Instruction.CallRegister;
import okko.bpf.isa.Instruction.Exit;
import okko.bpf.isa.Instruction.Jump;
import okko.bpf.isa.Instruction.Load;
import okko.bpf.isa.Instruction.LoadCode;
import okko.bpf.isa.Instruction.LoadImmediate;
import okko.bpf.isa.Instruction.LoadMap;
import okko.bpf.isa.Instruction.LoadMapValue;
import okko.bpf.isa.Instruction.LoadPacket;
import okko.bpf.isa.Instruction.LoadVariable;
import okko.bpf.isa.Instruction.MoveSigned;
import okko.bpf.isa.Instruction.Negate;
import okko.bpf.isa.Instruction.Store;
import okko.bpf.isa.Instruction.Swap;
import okko.bpf.isa.Instruction;
import okko.bpf.isa.Operand;
import okko.bpf.isa.Reg;
import okko.bpf.isa.Structure;

/** Which registers an instruction reads and overwrites, a bit each; r10 counts as read always. */
final class RegisterUse {

    /** All eleven. */
    static final int ALL = (1 << Reg.COUNT) - 1;

    private static final int FRAME_POINTER = 1 << Reg.FRAME_POINTER.number();

    /** r1 to r5. */
    private static final int ARGUMENTS = 0b111110;

    private RegisterUse() {}

    static int read(Instruction instruction) {
        return FRAME_POINTER | switch (instruction) {
            case Alu(AluOp op, var _, Reg dst, Operand src) -> bit(src) | (op == AluOp.MOV ? 0 : bit(dst));
            case Negate negate -> bit(negate.dst());
            case MoveSigned move -> bit(move.src());
            case Swap swap -> bit(swap.dst());
            case LoadImmediate _, LoadMap _, LoadMapValue _, LoadVariable _, LoadCode _, Jump _ -> 0;
            case LoadPacket load -> bit(load.index());
            case Load load -> bit(load.base());
            case Store store -> bit(store.base()) | bit(store.value());
            case Atomic atomic ->
                bit(atomic.base()) | bit(atomic.src()) | (atomic.op() == AtomicOp.CMPXCHG ? 1 : 0);
            case Branch branch -> bit(branch.left()) | bit(branch.right());
            case CallHelper _, CallLocal _ -> ARGUMENTS;
            case CallRegister(Reg callee) -> ARGUMENTS | bit(callee);
            case Exit _ -> 1;
        };
    }

    static int written(Instruction instruction) {
        Reg register = Structure.written(instruction);
        return (register == null ? 0 : bit(register)) | (Structure.wipesArguments(instruction) ? ARGUMENTS : 0);
    }

    private static int bit(Operand operand) {
        return switch (operand) {
            case Reg(int number) -> 1 << number;
            case Imm _ -> 0;
        };
    }
}
