package okko.eval.cli;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import okko.eval.compare.Comparison;
import okko.eval.compare.ComparisonText;
import okko.eval.journal.RunJournal;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code okko eval compare}: has anything become slower? */
@Command(
        name = "compare",
        description = "Compares two results cell by cell, with 95 %% intervals of the ratios of their medians.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "A and B are directories with results.json, such files, or runs that okko eval list shows.",
            "Example: okko eval compare docs/results/quick last --markdown",
            "Exit status: 0 no cell is slower beyond the threshold or no longer proved, 1 one is, or a result cannot",
            "be read, 2 wrong usage."
        })
final class EvalCompare implements Callable<Integer> {

    private static final JsonMapper MAPPER = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "A", description = "What to compare with.")
    private String first;

    @Parameters(index = "1", paramLabel = "B", description = "What to compare.")
    private String second;

    @Mixin
    private Threshold threshold;

    @Mixin
    private JournalOption kept;

    @ArgGroup
    private Form form = new Form();

    /** At most one of them. */
    private static final class Form {

        @Option(names = "--json", description = "Print JSON.")
        private boolean json;

        @Option(names = "--markdown", description = "Print Markdown, for a pull request.")
        private boolean markdown;
    }

    @Override
    public Integer call() throws IOException {
        double percent = threshold.percent(spec.commandLine());
        RunJournal journal = kept.journal();
        Comparison comparison = Comparison.of(ResultSource.find(first, journal), ResultSource.find(second, journal),
                percent);
        PrintWriter out = spec.commandLine().getOut();
        if (form.json) {
            out.println(MAPPER.writeValueAsString(comparison));
        } else {
            out.print(form.markdown ? ComparisonText.markdown(comparison) : ComparisonText.table(comparison));
        }
        out.flush();
        return comparison.regressions() == 0 ? 0 : 1;
    }
}
