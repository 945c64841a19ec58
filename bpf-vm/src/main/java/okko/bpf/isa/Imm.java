package okko.bpf.isa;

/**
 * A constant operand.
 *
 * @param value as encoded; 64-bit instructions sign-extend it, 32-bit ones take it as it is
 */
public record Imm(int value) implements Operand {

    @Override
    public String toString() {
        return Integer.toString(value);
    }
}
