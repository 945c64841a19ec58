package okko.bpf.compile;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
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
import okko.bpf.isa.Reg;

/**
 * Emits the instructions of a function, or of a piece of one, in the order of their pcs; the compiler's one switch over
 * instructions. What computes a number that nobody reads is left out.
 */
final class FunctionBody {

    private final Compilation compilation;
    private final FunctionCode function;
    private final BitSet pcs;
    private final Method method;
    private final Leave leave;
    private final CodeBuilder code;
    private final Arithmetic arithmetic;
    private final Comparison comparison;
    private final Memory memory;
    private final AddressLoads addresses;
    private final Calls calls;
    private final Map<Integer, Label> labels = new HashMap<>();

    /**
     * Where branches go that charge the budget on their way, or go back. A jump backwards is a safepoint, where the JIT
     * keeps what is on the operand stack: were it the branch itself, it would keep the three-way result of its
     * comparison, at a high price.
     */
    private final Map<Detour, Label> detours = new LinkedHashMap<>();

    /** A way to an instruction on which some instructions are charged. */
    private record Detour(int target, int charge) {}

    FunctionBody(FunctionCode function, BitSet pcs, Method method, Leave leave, AddressLoads addresses) {
        this.function = function;
        this.pcs = pcs;
        this.method = method;
        this.leave = leave;
        this.addresses = addresses;
        compilation = method.compilation();
        code = method.code();
        arithmetic = new Arithmetic(method.registers(), compilation);
        comparison = new Comparison(method.registers(), compilation);
        memory = new Memory(method.registers(), compilation);
        calls = new Calls(method, leave);
        pcs.stream().forEach(pc -> labels.put(pc, code.newLabel()));
    }

    /** {@return where to jump for an instruction of the function} */
    Label label(int pc) {
        Label here = labels.get(pc);
        return here != null ? here : leave.goOnAt(pc);
    }

    /** Emits all of it, and what its jumps out of it need; control enters by a jump to a label. */
    void emit() {
        Code program = compilation.code();
        for (int pc = pcs.nextSetBit(0); pc >= 0; pc = pcs.nextSetBit(pc + 1)) {
            Instruction instruction = program.at(pc);
            code.labelBinding(labels.get(pc));
            method.budget().countBefore(pc);
            if (isWanted(pc, instruction)) {
                emit(pc, instruction);
            }
            int next = pc + instruction.slots();
            if (FunctionCode.fallsThrough(instruction) && function.pcs().get(next)) {
                method.budget().charge(method.budget().between(pc, next));
                if (pcs.nextSetBit(pc + 1) != next) {
                    code.goto_(label(next));
                }
            }
        }
        detours.forEach((detour, label) -> {
            code.labelBinding(label);
            method.budget().charge(detour.charge());
            code.goto_(label(detour.target()));
        });
        leave.emitLabels();
        method.budget().emitFaults();
    }

    private boolean isWanted(int pc, Instruction instruction) {
        return switch (instruction) {
            case Alu alu -> wants(pc, alu.dst());
            case Negate negate -> wants(pc, negate.dst());
            case MoveSigned move -> wants(pc, move.dst());
            case Swap swap -> wants(pc, swap.dst());
            case LoadImmediate load -> wants(pc, load.dst());
            case LoadMap load -> wants(pc, load.dst());
            case LoadCode load -> wants(pc, load.dst());
            case LoadMapValue _, LoadVariable _, LoadPacket _, Load _, Store _, Atomic _, Jump _, Branch _,
                    CallHelper _, CallLocal _, CallRegister _, Exit _ -> true;
        };
    }

    private boolean wants(int pc, Reg result) {
        return compilation.demand().wants(pc, result);
    }

    private void emit(int pc, Instruction instruction) {
        switch (instruction) {
            case Alu alu -> arithmetic.emit(pc, alu);
            case Negate negate -> arithmetic.emit(pc, negate);
            case MoveSigned move -> arithmetic.emit(pc, move);
            case Swap swap -> arithmetic.emit(pc, swap);
            case LoadImmediate load -> {
                code.loadConstant(load.value());
                method.registers().store(load.dst());
            }
            case LoadMap load -> addresses.emit(load);
            case LoadMapValue load -> addresses.emit(pc, load);
            case LoadVariable load -> addresses.emit(pc, load);
            case LoadCode load -> addresses.emit(load);
            case LoadPacket load -> calls.emit(pc, load);
            case Load load -> {
                if (!compilation.checksAccesses() && compilation.analysis().contextAccess().get(pc)) {
                    addresses.emitContext(pc, load);
                } else {
                    memory.emit(pc, load);
                }
            }
            case Store store -> memory.emit(pc, store);
            case Atomic atomic -> memory.emit(pc, atomic);
            case Jump(int target) -> jump(pc, target);
            case Branch branch -> emit(pc, branch);
            case CallHelper call -> calls.emit(pc, call);
            case CallLocal call -> calls.emit(pc, call);
            case CallRegister call -> calls.emit(pc, call);
            case Exit _ -> leave.exit();
        }
    }

    /** Emits a branch; where the verifier has found that it goes one way only, nothing is compared. */
    private void emit(int pc, Branch branch) {
        int target = branch.target();
        if (!function.pcs().get(target)) {
            return;
        }
        if (!function.pcs().get(pc + branch.slots())) {
            jump(pc, target);
            return;
        }
        int charge = method.budget().between(pc, target);
        comparison.emit(pc, branch, charge == 0 && target > pc
                ? label(target)
                : detours.computeIfAbsent(new Detour(target, charge), _ -> code.newLabel()));
    }

    private void jump(int pc, int target) {
        method.budget().charge(method.budget().between(pc, target));
        code.goto_(label(target));
    }
}
