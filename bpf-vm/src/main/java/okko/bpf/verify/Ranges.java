package okko.bpf.verify;

import okko.bpf.isa.Reg;

/** Between which bounds the number in a register lies just before an instruction, in any run. */
public interface Ranges {

    /** Nothing but that registers have 64 bits. */
    Ranges NOTHING_KNOWN = new Ranges() {

        @Override
        public long least(int pc, Reg register) {
            return Long.MIN_VALUE;
        }

        @Override
        public long greatest(int pc, Reg register) {
            return Long.MAX_VALUE;
        }
    };

    /**
     * Tells the lower bound.
     *
     * @param pc       of an instruction that reads the register
     * @param register that it reads
     * @return the least value, as a signed number; {@link Long#MIN_VALUE} if none is known or it holds a pointer
     */
    long least(int pc, Reg register);

    /**
     * Tells the upper bound.
     *
     * @param pc       of an instruction that reads the register
     * @param register that it reads
     * @return the greatest value, as a signed number; {@link Long#MAX_VALUE} if none is known or it holds a pointer
     */
    long greatest(int pc, Reg register);
}
