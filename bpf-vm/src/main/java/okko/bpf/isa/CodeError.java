package okko.bpf.isa;

/**
 * A reason why bytes are no BPF program, whatever they may do.
 *
 * @param pc     of the instruction
 * @param reason what is wrong with it, with values
 */
public record CodeError(int pc, String reason) {

    @Override
    public String toString() {
        return "pc " + pc + ": " + reason;
    }
}
