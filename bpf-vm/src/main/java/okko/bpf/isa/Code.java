package okko.bpf.isa;

import java.util.Arrays;

/**
 * The instructions of one program, addressed by pc. Immutable.
 *
 * <p>The second slot of a two-slot instruction holds nothing and is no jump target; the decoder has checked this.
 */
public final class Code {

    private final Instruction[] bySlot;

    /**
     * Takes the instructions over.
     *
     * @param bySlot one entry per 8-byte slot, {@code null} in the second slot of a two-slot instruction
     */
    public Code(Instruction[] bySlot) {
        this.bySlot = bySlot.clone();
    }

    /** {@return the length in 8-byte slots} */
    public int slots() {
        return bySlot.length;
    }

    /**
     * Returns the instruction at a pc.
     *
     * @param pc 0 to {@link #slots()} - 1
     * @return the instruction, or {@code null} in the second slot of a two-slot instruction
     */
    public Instruction at(int pc) {
        return bySlot[pc];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Code code && Arrays.equals(bySlot, code.bySlot);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bySlot);
    }
}
