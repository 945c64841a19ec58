package okko.bpf.verify;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import okko.bpf.helper.Helper;
import okko.bpf.image.ProgramImage;
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
import okko.bpf.isa.Reg;
import okko.bpf.isa.Width;

/** Collects, state by state, what compiler and switch want to know of the program. */
final class Observations {

    private static final int NOT_SEEN = -2;
    private static final int NOT_ALWAYS_THE_SAME = -1;

    private final ProgramImage image;
    private final int[] mapAtCall;
    private final BitSet divisions = new BitSet();
    private final BitSet maybeZeroDivisor = new BitSet();
    private final BitSet reachable = new BitSet();
    private final BitSet contextAccess = new BitSet();
    private final BitSet memoryAccess = new BitSet();
    private final RegisterRanges ranges;
    private final Touches touches;
    private final Map<Integer, Set<Integer>> calleesThroughRegister = new HashMap<>();

    Observations(ProgramImage image) {
        this.image = image;
        mapAtCall = new int[image.code().slots()];
        Arrays.fill(mapAtCall, NOT_SEEN);
        ranges = new RegisterRanges(image.code());
        touches = new Touches(image);
    }

    /** Notes what an instruction is about to do in a state. */
    void see(int pc, Instruction instruction, State state) {
        reachable.set(pc);
        ranges.see(pc, state);
        if (instruction instanceof Alu alu && alu.op().divides()) {
            divisions.set(pc);
            if (mayBeZero(alu, state)) {
                maybeZeroDivisor.set(pc);
            }
        }
        switch (instruction) {
            case CallHelper(int number) when Helper.byNumber(image.abi(), number) instanceof Helper helper ->
                seeCall(pc, helper, state);
            case LoadPacket load -> touches.see(load, state);
            case Alu _, Negate _, MoveSigned _, Swap _, LoadImmediate _, LoadMap _, LoadMapValue _, LoadVariable _,
                    LoadCode _, Load _, Store _, Atomic _, Jump _, Branch _, CallHelper _, CallLocal _,
                    CallRegister _, Exit _ -> { }
        }
    }

    /** Notes a call of a function or helper that a register names. */
    void seeCallThroughRegister(int pc, Instruction call) {
        reachable.set(pc);
        if (call instanceof CallLocal(int target)) {
            calleesThroughRegister.computeIfAbsent(pc, _ -> new TreeSet<>()).add(target);
        }
    }

    /** By pc of a call through a register: entries of the functions that it was seen to call. */
    Map<Integer, Set<Integer>> calleesThroughRegister() {
        return calleesThroughRegister;
    }

    /** Notes an access whose need was met. */
    void see(int pc, Need need, State state) {
        MemoryAccess access = MemoryAccess.of(need, state, image);
        if (access == null) {
            return;
        }
        touches.see(access);
        if (access.by() == MemoryAccess.By.INSTRUCTION) {
            (access.pointer() instanceof Value.ContextPointer ? contextAccess : memoryAccess).set(pc);
        }
    }

    /** An engine makes one access of an instruction: it cannot be one to the context on some paths only. */
    void report(Findings findings) {
        BitSet both = (BitSet) contextAccess.clone();
        both.and(memoryAccess);
        both.stream().forEach(pc -> findings.add(pc, this, new Reason(
                "the context pointer on all paths that lead here, or on none",
                "invalid context access: other memory is accessed here on some path",
                "read the field on each path by itself")));
    }

    private void seeCall(int pc, Helper helper, State state) {
        int map = NOT_ALWAYS_THE_SAME;
        if (helper.mapArgument() > 0) {
            map = state.value(new Reg(helper.mapArgument())) instanceof Value.MapHandle(int index) ? index : map;
            mapAtCall[pc] = mapAtCall[pc] == NOT_SEEN || mapAtCall[pc] == map ? map : NOT_ALWAYS_THE_SAME;
        }
        touches.see(helper, map, state);
    }

    /** Lets the rounds of loops be counted from what was seen. */
    void conclude(LoopBounds bounds, Findings findings) {
        bounds.conclude(ranges, reachable, findings);
    }

    Analysis analysis(long maxInstructions) {
        int[] maps = mapAtCall.clone();
        for (int pc = 0; pc < maps.length; pc++) {
            maps[pc] = Math.max(maps[pc], NOT_ALWAYS_THE_SAME);
        }
        BitSet nonZero = (BitSet) divisions.clone();
        nonZero.andNot(maybeZeroDivisor);
        return new Analysis(
                maps, contextAccess, nonZero, reachable, ranges, maxInstructions, touches.footprint());
    }

    private static boolean mayBeZero(Alu alu, State state) {
        return switch (alu.src()) {
            case Imm(int value) -> value == 0;
            case Reg src -> {
                Scalar divisor = state.scalar(src);
                yield (alu.width() == Width.W64 ? divisor : ScalarArithmetic.low32(divisor)).umin() == 0;
            }
        };
    }
}
