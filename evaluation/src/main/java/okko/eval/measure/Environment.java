package okko.eval.measure;

import java.util.List;
import java.util.Map;

/**
 * The machine and the build that numbers were measured with.
 *
 * @param cpu        model name
 * @param cores      that this JVM may use
 * @param kernel     name and release
 * @param jdk        vendor and version
 * @param flags      of this JVM; the measured processes get the same ones
 * @param governor   frequency governor of the first core; {@code null} where the machine shows none
 * @param loadBefore load averages over 1, 5 and 15 minutes, before the first trial
 * @param loadAfter  the same, after the last trial
 * @param commit     of the source tree; {@code null} where it is not a git work tree
 * @param dirty      whether tracked files differed from that commit; {@code null} where there is no commit
 * @param date       start of the run, ISO 8601, UTC
 * @param details    what else of the machine moves figures, by name; {@code null} in results that have none
 */
public record Environment(String cpu, int cores, String kernel, String jdk, List<String> flags, String governor,
        String loadBefore, String loadAfter, String commit, Boolean dirty, String date, Map<String, String> details) {

    private static final int SHOWN_DIGITS = 12;

    /**
     * Adds the load at the end of the run.
     *
     * @param load as {@link Machine#load()} gives it
     * @return a copy
     */
    public Environment withLoadAfter(String load) {
        return new Environment(cpu, cores, kernel, jdk, flags, governor, loadBefore, load, commit, dirty, date,
                details);
    }

    /** {@return all of it in a line of Markdown, without a full stop} */
    public String summary() {
        String build = commit == null ? "unknown" : commit.substring(0, Math.min(SHOWN_DIGITS, commit.length()));
        return "%s, %d cores, %s; JDK %s with `%s`; commit %s%s; load %s before, %s after; %s".formatted(cpu, cores,
                kernel, jdk, String.join(" ", flags), build, Boolean.TRUE.equals(dirty) ? " with changes" : "",
                loadBefore, loadAfter, date);
    }
}
