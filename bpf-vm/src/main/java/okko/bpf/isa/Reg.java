package okko.bpf.isa;

/**
 * A register, r0 to r10.
 *
 * @param number 0 to 10; 0 holds results, 1 to 5 arguments, 6 to 9 survive calls, 10 is the frame pointer
 */
public record Reg(int number) implements Operand {

    /** How many registers there are. */
    public static final int COUNT = 11;

    /** The frame pointer, r10, which a program may not write. */
    public static final Reg FRAME_POINTER = new Reg(10);

    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException if {@code number} is not 0 to 10
     */
    public Reg {
        if (number < 0 || number >= COUNT) {
            throw new IllegalArgumentException("no such register: number=" + number);
        }
    }

    @Override
    public String toString() {
        return "r" + number;
    }
}
