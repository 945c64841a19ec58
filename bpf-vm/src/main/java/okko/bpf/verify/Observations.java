package okko.bpf.verify;

import java.util.Arrays;
import java.util.BitSet;
import okko.bpf.helper.Helper;
import okko.bpf.image.ProgramImage;
import okko.bpf.isa.Imm;
import okko.bpf.isa.Instruction.Alu;
import okko.bpf.isa.Instruction.CallHelper;
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
    private final RegisterRanges ranges;
    private long packetBytesRead;

    Observations(ProgramImage image) {
        this.image = image;
        mapAtCall = new int[image.code().slots()];
        Arrays.fill(mapAtCall, NOT_SEEN);
        ranges = new RegisterRanges(image.code());
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
        if (instruction instanceof CallHelper(int number)
                && Helper.byNumber(image.abi(), number) instanceof Helper helper && helper.mapArgument() > 0) {
            int map = state.value(new Reg(helper.mapArgument())) instanceof Value.MapHandle(int index) ? index : NOT_ALWAYS_THE_SAME;
            mapAtCall[pc] = mapAtCall[pc] == NOT_SEEN || mapAtCall[pc] == map ? map : NOT_ALWAYS_THE_SAME;
        }
    }

    /** Notes an access whose need was met. */
    void see(Need need, State state) {
        MemoryAccess access = MemoryAccess.of(need, state, image);
        if (access != null) {
            packetBytesRead = Math.max(packetBytesRead, access.packetBytes());
        }
    }

    Analysis analysis(long maxInstructions) {
        int[] maps = mapAtCall.clone();
        for (int pc = 0; pc < maps.length; pc++) {
            maps[pc] = Math.max(maps[pc], NOT_ALWAYS_THE_SAME);
        }
        BitSet nonZero = (BitSet) divisions.clone();
        nonZero.andNot(maybeZeroDivisor);
        int packetBytes = packetBytesRead > PacketFacts.MAX_LENGTH_BYTES ? Integer.MAX_VALUE : (int) packetBytesRead;
        return new Analysis(
                maps, new BitSet(), nonZero, reachable, ranges, maxInstructions, packetBytes);
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
