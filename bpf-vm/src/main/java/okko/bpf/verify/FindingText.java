package okko.bpf.verify;

/** How a finding is shown to the author of the program. */
public final class FindingText {

    private FindingText() {}

    /**
     * Writes a finding: where, what the instruction needs, what is known, what to change.
     *
     * @param object  name of the object file
     * @param program name of the program in it
     * @param finding to write
     * @return four lines, without a final line feed
     */
    public static String of(String object, String program, Finding finding) {
        String place = finding.place().isEmpty() ? "" : " (" + finding.place() + ")";
        return """
                %s, program %s: rejected at pc %d%s: %s
                  needs: %s
                  known: %s
                  hint:  %s""".formatted(
                object, program, finding.pc(), place, finding.instruction(), finding.needs(), finding.known(),
                finding.hint());
    }
}
