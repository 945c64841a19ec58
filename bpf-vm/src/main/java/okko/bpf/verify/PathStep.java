package okko.bpf.verify;

/**
 * A decision on the way to an instruction.
 *
 * @param pc       where it was made
 * @param place    source file and line, {@code acl.c:21}; empty if unknown
 * @param decision what was decided: {@code if r2 < 14: not taken}, {@code call of parse}
 */
public record PathStep(int pc, String place, String decision) {

    /** {@return the step as it stands in a message} */
    public String text() {
        return "pc " + pc + (place.isEmpty() ? "" : " (" + place + ")") + " " + decision;
    }
}
