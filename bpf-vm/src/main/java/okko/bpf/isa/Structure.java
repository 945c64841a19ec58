package okko.bpf.isa;

import java.util.ArrayList;
import java.util.List;
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

/**
 * What must hold of any program before its meaning is asked: jumps land on instructions, the end is not run over, the
 * frame pointer is not written. Decoder and assembler hold it; verifier and engines rely on it.
 */
public final class Structure {

    /** Most slots that a program may have. */
    public static final int MAX_SLOTS = 65_536;

    private Structure() {}

    /**
     * Checks a program.
     *
     * @param code to check
     * @return what is wrong, in the order of the pcs; empty if nothing is
     */
    public static List<CodeError> errors(Code code) {
        var errors = new ArrayList<CodeError>();
        if (code.slots() == 0) {
            return List.of(new CodeError(0, "program is empty"));
        }
        if (code.slots() > MAX_SLOTS) {
            return List.of(new CodeError(MAX_SLOTS, "program has " + code.slots() + " slots, at most " + MAX_SLOTS
                    + " are allowed"));
        }
        Instruction last = null;
        int lastPc = 0;
        for (int pc = 0; pc < code.slots(); pc++) {
            Instruction instruction = code.at(pc);
            if (instruction != null) {
                checkTarget(code, pc, instruction, errors);
                if (Reg.FRAME_POINTER.equals(written(instruction))) {
                    errors.add(new CodeError(pc, "r10 is written: the frame pointer is read-only"));
                }
                last = instruction;
                lastPc = pc;
            }
        }
        if (!(last instanceof Exit) && !(last instanceof Jump)) {
            errors.add(new CodeError(lastPc, "the program runs over its end: last instruction must be exit or goto"));
        }
        return errors;
    }

    /**
     * Tells which register an instruction itself writes; calls also write r0 and spoil r1 to r5.
     *
     * @param instruction to look at
     * @return the register, or {@code null} if it writes none
     */
    public static Reg written(Instruction instruction) {
        return switch (instruction) {
            case Alu alu -> alu.dst();
            case Negate negate -> negate.dst();
            case MoveSigned move -> move.dst();
            case Swap swap -> swap.dst();
            case LoadImmediate load -> load.dst();
            case LoadMap load -> load.dst();
            case LoadMapValue load -> load.dst();
            case LoadVariable load -> load.dst();
            case LoadCode load -> load.dst();
            case Load load -> load.dst();
            case Atomic atomic -> !atomic.fetch() ? null : atomic.op() == AtomicOp.CMPXCHG ? new Reg(0) : atomic.src();
            case LoadPacket _, CallHelper _, CallLocal _, CallRegister _ -> new Reg(0);
            case Store _, Jump _, Branch _, Exit _ -> null;
        };
    }

    /**
     * Tells whether a call leaves r1 to r5 undefined behind this instruction.
     *
     * @param instruction to look at
     * @return true for calls and for loads from the packet
     */
    public static boolean wipesArguments(Instruction instruction) {
        return switch (instruction) {
            case LoadPacket _, CallHelper _, CallLocal _, CallRegister _ -> true;
            case Alu _, Negate _, MoveSigned _, Swap _, LoadImmediate _, LoadMap _, LoadMapValue _, LoadVariable _,
                    LoadCode _, Load _, Store _, Atomic _, Jump _, Branch _, Exit _ -> false;
        };
    }

    /**
     * Tells where control may go within the function; a call returns to the next instruction.
     *
     * @param pc          of the instruction
     * @param instruction there
     * @return pcs, the next instruction's first; none behind an exit
     */
    public static int[] successors(int pc, Instruction instruction) {
        int next = pc + instruction.slots();
        return switch (instruction) {
            case Exit _ -> new int[0];
            case Jump(int target) -> new int[] {target};
            case Branch branch -> new int[] {next, branch.target()};
            case Alu _, Negate _, MoveSigned _, Swap _, LoadImmediate _, LoadMap _, LoadMapValue _, LoadVariable _,
                    LoadCode _, Load _, LoadPacket _, Store _, Atomic _, CallHelper _, CallLocal _, CallRegister _ ->
                new int[] {next};
        };
    }

    private static void checkTarget(Code code, int pc, Instruction instruction, List<CodeError> errors) {
        int target = switch (instruction) {
            case Jump jump -> jump.target();
            case Branch branch -> branch.target();
            case CallLocal call -> call.target();
            case LoadCode load -> load.target();
            case Alu _, Negate _, MoveSigned _, Swap _, LoadImmediate _, LoadMap _, LoadMapValue _, LoadVariable _,
                    Load _, LoadPacket _, Store _, Atomic _, CallHelper _, CallRegister _, Exit _ -> pc;
        };
        String action = instruction instanceof LoadCode ? "refers to pc " : "jumps to pc ";
        if (target < 0 || target >= code.slots()) {
            errors.add(new CodeError(pc, action + target + ", outside of the program's " + code.slots() + " slots"));
        } else if (code.at(target) == null) {
            errors.add(new CodeError(pc, action + target + ", the second slot of a two-slot instruction"));
        }
    }
}
