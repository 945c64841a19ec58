package okko.bpf.compile;

import static java.lang.constant.ConstantDescs.CD_Integer;
import static java.lang.constant.ConstantDescs.CD_Long;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.MethodTypeDesc;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import okko.bpf.isa.Code;
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
import okko.bpf.verify.Analysis;

/** Emits the instructions of one function, in the order of their pcs; the compiler's one switch over instructions. */
final class FunctionBody {

    private static final MethodTypeDesc COMPARE_LONGS = MethodTypeDesc.of(CD_int, CD_long, CD_long);
    private static final MethodTypeDesc COMPARE_INTS = MethodTypeDesc.of(CD_int, CD_int, CD_int);

    private final Code program;
    private final Analysis analysis;
    private final FunctionCode function;
    private final CodeBuilder code;
    private final Registers registers;
    private final Arithmetic arithmetic;
    private final Memory memory;
    private final Calls calls;
    private final Map<Integer, Label> labels = new HashMap<>();

    FunctionBody(Code program, Analysis analysis, FunctionCode function, Registers registers, Calls calls) {
        this.program = program;
        this.analysis = analysis;
        this.function = function;
        this.registers = registers;
        this.calls = calls;
        code = registers.code();
        arithmetic = new Arithmetic(registers);
        memory = new Memory(registers);
    }

    /** Emits all of it; {@code leave} emits what stands for {@code exit}. */
    void emit(Runnable leave) {
        BitSet pcs = function.pcs();
        pcs.stream().forEach(pc -> labels.put(pc, code.newLabel()));
        registers.zeroOthers();
        if (pcs.nextSetBit(0) != function.entry()) {
            code.goto_(labels.get(function.entry()));
        }
        for (int pc = pcs.nextSetBit(0); pc >= 0; pc = pcs.nextSetBit(pc + 1)) {
            Instruction instruction = program.at(pc);
            code.labelBinding(labels.get(pc));
            emit(pc, instruction, leave);
            int next = pc + instruction.slots();
            if (FunctionCode.fallsThrough(instruction) && pcs.get(next) && pcs.nextSetBit(pc + 1) != next) {
                code.goto_(labels.get(next));
            }
        }
    }

    private void emit(int pc, Instruction instruction, Runnable leave) {
        switch (instruction) {
            case Alu alu -> arithmetic.emit(alu, analysis.nonZeroDivisor().get(pc));
            case Negate negate -> arithmetic.emit(negate);
            case MoveSigned move -> arithmetic.emit(move);
            case Swap swap -> arithmetic.emit(swap);
            case LoadImmediate load -> {
                code.loadConstant(load.value());
                registers.store(load.dst());
            }
            case LoadMap load -> calls.emit(load);
            case LoadMapValue load -> calls.emit(load);
            case LoadVariable load -> calls.emit(load);
            case LoadCode load -> calls.emit(load);
            case LoadPacket _, CallRegister _ -> throw new IllegalArgumentException("not supported: " + instruction);
            case Load load -> memory.emit(load);
            case Store store -> memory.emit(store);
            case Atomic atomic -> memory.emit(atomic);
            case Jump jump -> code.goto_(labels.get(jump.target()));
            case Branch branch -> emit(branch, pc + branch.slots());
            case CallHelper call -> calls.emit(call, analysis.mapAtCall()[pc]);
            case CallLocal call -> calls.emit(call);
            case Exit _ -> leave.run();
        }
    }

    /** Emits a branch; where the verifier has found that it goes one way only, nothing is compared. */
    private void emit(Branch branch, int next) {
        Label target = labels.get(branch.target());
        if (target == null) {
            return;
        }
        if (!labels.containsKey(next)) {
            code.goto_(target);
            return;
        }
        switch (branch.width()) {
            case W64 -> branch64(branch, target);
            case W32 -> branch32(branch, target);
        }
    }

    private void branch64(Branch branch, Label target) {
        registers.load(branch.left());
        registers.load(branch.right());
        switch (branch.condition()) {
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

    private void branch32(Branch branch, Label target) {
        registers.loadLow(branch.left());
        registers.loadLow(branch.right());
        switch (branch.condition()) {
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
