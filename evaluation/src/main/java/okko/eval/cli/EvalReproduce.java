package okko.eval.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import okko.eval.compare.CellComparison;
import okko.eval.compare.Comparison;
import okko.eval.compare.Comparison.Side;
import okko.eval.compare.ComparisonText;
import okko.eval.evaluation.KeptResults;
import okko.eval.evaluation.Plan;
import okko.eval.journal.PastRun;
import okko.eval.journal.RunJournal;
import okko.eval.journal.RunLog;
import okko.eval.journal.RunState;
import okko.eval.report.ResultFiles;
import okko.eval.report.Results;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code okko eval reproduce}: does a run give the same answer again? */
@Command(
        name = "reproduce",
        description = "Runs again what an earlier run was asked for, with the same seed, and compares the results.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example: okko eval reproduce last --out again",
            "Exit status: 0 no cell differs beyond the threshold, and all that was proved is proved again; 1 one",
            "differs, or the run failed; 2 wrong usage."
        })
final class EvalReproduce implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "RUN", description = "Name of a finished run, as okko eval list shows it, or last.")
    private String name;

    @Option(names = "--out", paramLabel = "DIR", required = true,
            description = "Directory for the new results; made if it is not there.")
    private Path directory;

    @Mixin
    private Threshold threshold;

    @Mixin
    private JournalOption kept;

    @Override
    public Integer call() throws IOException {
        double percent = threshold.percent(spec.commandLine());
        RunJournal journal = kept.journal();
        PastRun past = journal.read(name);
        if (past.state() != RunState.FINISHED) {
            throw new IOException("the run " + past.name() + " is " + past.state().label()
                    + "; only a finished one can be reproduced");
        }
        Results before = KeptResults.of(past);
        ResultFiles files = new ResultFiles(directory);
        files.prepare();
        try (RunLog log = journal.begin(Plan.of(past.request().orElseThrow()).request())) {
            Results again = Foreground.measure(log);
            files.write(again);
            Comparison comparison = Comparison.of(new Side(past.name(), before), new Side(log.name(), again), percent);
            print(comparison);
            return comparison.isReproduced() ? 0 : 1;
        }
    }

    private void print(Comparison comparison) {
        List<CellComparison> both = comparison.cells().stream().filter(cell -> cell.repeated() != null).toList();
        PrintWriter out = spec.commandLine().getOut();
        out.println("A is the run " + comparison.a() + ", B the new one, " + comparison.b() + ".");
        out.print(ComparisonText.table(comparison));
        out.println(both.stream().filter(CellComparison::repeated).count() + " of " + both.size()
                + " medians of A lie in the interval that B gives.");
        out.println((comparison.isReproduced() ? "Reproduced" : "Not reproduced") + ": results are in " + directory
                + ".");
        out.flush();
    }
}
