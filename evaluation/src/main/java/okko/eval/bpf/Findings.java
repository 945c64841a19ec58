package okko.eval.bpf;

import java.nio.file.Path;
import okko.bpf.program.LoadOutcome.Refused;
import okko.bpf.verify.FindingText;

/** The verifier's refusal as text. */
final class Findings {

    private Findings() {}

    /** Writes one line that says how many reasons there are. */
    static String summary(Path file, Refused refused) {
        int count = refused.findings().size();
        return "%s: program %s is refused by the verifier for %d %s".formatted(
                file, refused.name(), count, count == 1 ? "reason" : "reasons");
    }

    /** Writes the summary, then each finding. */
    static String text(Path file, Refused refused) {
        var text = new StringBuilder(summary(file, refused));
        refused.findings().forEach(finding ->
                text.append('\n').append(FindingText.of(file.toString(), refused.name(), finding)));
        return text.toString();
    }
}
