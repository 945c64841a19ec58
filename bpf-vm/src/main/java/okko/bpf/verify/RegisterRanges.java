package okko.bpf.verify;

import java.util.Arrays;
import okko.bpf.isa.Code;
import okko.bpf.isa.Reg;

/** The hull of all numbers that instructions were seen to read; two numbers per register read, no more. */
final class RegisterRanges implements Ranges {

    /** By pc: the registers read, a bit each. */
    private final short[] read;

    /** By pc: where the bounds of the registers read begin, in the order of their numbers. */
    private final int[] first;

    private final long[] least;
    private final long[] greatest;

    RegisterRanges(Code code) {
        read = new short[code.slots()];
        first = new int[code.slots()];
        int count = 0;
        for (int pc = 0; pc < code.slots(); pc++) {
            int registers = code.at(pc) == null ? 0 : RegisterUse.read(code.at(pc));
            read[pc] = (short) (registers & ~(1 << Reg.FRAME_POINTER.number()));
            first[pc] = count;
            count += Integer.bitCount(read[pc]);
        }
        least = new long[count];
        greatest = new long[count];
        Arrays.fill(least, Long.MAX_VALUE);
        Arrays.fill(greatest, Long.MIN_VALUE);
    }

    /** Widens the ranges by what the instruction reads in a state. */
    void see(int pc, State state) {
        int index = first[pc];
        for (int rest = read[pc]; rest != 0; rest &= rest - 1) {
            boolean isNumber = state.registers()[Integer.numberOfTrailingZeros(rest)] instanceof Scalar;
            Scalar number = isNumber ? (Scalar) state.registers()[Integer.numberOfTrailingZeros(rest)] : Scalar.UNKNOWN;
            least[index] = Math.min(least[index], number.smin());
            greatest[index] = Math.max(greatest[index], number.smax());
            index++;
        }
    }

    @Override
    public long least(int pc, Reg register) {
        int index = index(pc, register);
        return index < 0 ? Long.MIN_VALUE : least[index];
    }

    @Override
    public long greatest(int pc, Reg register) {
        int index = index(pc, register);
        return index < 0 ? Long.MAX_VALUE : greatest[index];
    }

    /** -1 if the instruction does not read the register or is never reached. */
    private int index(int pc, Reg register) {
        int bit = 1 << register.number();
        if ((read[pc] & bit) == 0) {
            return -1;
        }
        int index = first[pc] + Integer.bitCount(read[pc] & bit - 1);
        return least[index] > greatest[index] ? -1 : index;
    }
}
