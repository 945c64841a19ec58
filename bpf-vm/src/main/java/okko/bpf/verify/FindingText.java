package okko.bpf.verify;

import java.util.ArrayList;
import java.util.List;

/** How a finding is shown to the author of the program. */
public final class FindingText {

    private static final int WIDTH = 120;
    private static final String INDENT = " ".repeat(9);

    private FindingText() {}

    /**
     * Writes a finding: where, the source line, what the instruction needs, what is known, a way that leads there, what
     * to change. What there is nothing to say of is left out.
     *
     * @param object  name of the object file
     * @param program name of the program in it
     * @param finding to write
     * @return four lines or more, without a final line feed
     */
    public static String of(String object, String program, Finding finding) {
        String place = finding.place().isEmpty() ? "" : " (" + finding.place() + ")";
        return "%s, program %s: rejected at pc %d%s: %s\n".formatted(
                object, program, finding.pc(), place, finding.instruction())
                + String.join("\n", body(finding));
    }

    /**
     * Writes all of a finding but where it is.
     *
     * @param finding to write
     * @return three lines or more, each indented by two spaces
     */
    public static List<String> body(Finding finding) {
        List<String> lines = new ArrayList<>();
        if (finding.source().chars().anyMatch(Character::isLetterOrDigit)) {
            lines.add("  line:  " + finding.source());
        }
        lines.add("  needs: " + finding.needs());
        lines.add("  known: " + finding.known());
        finding.origins().forEach(origin -> lines.add(INDENT + origin));
        if (!finding.path().isEmpty()) {
            lines.addAll(path(finding));
        }
        lines.add("  hint:  " + finding.hint());
        return lines;
    }

    private static List<String> path(Finding finding) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder("  path:  ");
        if (finding.earlierSteps() > 0) {
            line.append("... ").append(finding.earlierSteps()).append(" earlier; ");
        }
        for (int i = 0; i < finding.path().size(); i++) {
            String step = finding.path().get(i).text() + (i + 1 < finding.path().size() ? "; " : "");
            if (line.length() + step.length() > WIDTH && line.length() > INDENT.length()) {
                lines.add(line.toString().stripTrailing());
                line = new StringBuilder(INDENT);
            }
            line.append(step);
        }
        lines.add(line.toString());
        return lines;
    }
}
