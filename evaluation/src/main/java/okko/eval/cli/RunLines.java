package okko.eval.cli;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import okko.eval.evaluation.RunSummary;
import okko.eval.journal.RunJournal;

/** The past runs, newest first. */
final class RunLines {

    private static final String ROW = "  %-22s  %-9s  %-12s  %-30s  %s%n";
    private static final int COMMIT_DIGITS = 12;
    private static final JsonMapper MAPPER = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private RunLines() {}

    static void print(RunJournal journal, int most, PrintWriter out, PrintWriter err) throws IOException {
        List<String> names = journal.names().reversed();
        if (names.isEmpty()) {
            out.println("  none yet; okko eval run keeps each run in " + journal.directory());
            return;
        }
        out.printf(ROW, "RUN", "PROFILE", "COMMIT", "STATE", "ANSWER");
        for (RunSummary run : summaries(journal, names.subList(0, Math.min(most, names.size())), err)) {
            out.printf(ROW, run.name(), orDash(run.profile()), commit(run), state(run), orDash(run.answer()));
        }
        if (names.size() > most) {
            out.println("  and " + (names.size() - most) + " before; okko eval list --runs shows all");
        }
    }

    static void printJson(RunJournal journal, PrintWriter out, PrintWriter err) throws IOException {
        out.println(MAPPER.writeValueAsString(summaries(journal, journal.names().reversed(), err)));
    }

    /** A run that cannot be read must not hide the others. */
    private static List<RunSummary> summaries(RunJournal journal, List<String> names, PrintWriter err) {
        List<RunSummary> summaries = new ArrayList<>();
        for (String name : names) {
            try {
                summaries.add(RunSummary.of(journal.read(name)));
            } catch (IOException e) {
                err.println("okko: " + e.getMessage());
            }
        }
        return summaries;
    }

    private static String state(RunSummary run) {
        return run.state().equals("finished") ? run.state()
                : run.state() + " at step " + run.stepsDone() + " of " + (run.steps() == null ? "?" : run.steps());
    }

    private static String commit(RunSummary run) {
        return run.commit() == null ? "-" : run.commit().substring(0, Math.min(COMMIT_DIGITS, run.commit().length()));
    }

    private static String orDash(String text) {
        return text == null ? "-" : text;
    }
}
