package okko.eval.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import okko.eval.evaluation.KeptResults;
import okko.eval.journal.PastRun;
import okko.eval.report.ResultFiles;
import okko.eval.report.Results;
import okko.eval.report.ResultsTable;
import okko.eval.report.WrittenPart;
import okko.eval.report.WrittenResults;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code okko eval report}: the files of a run, made again from {@code results.json} or from the journal. */
@Command(
        name = "report",
        description = {
            "Rebuilds results.csv, report.html and the table from results.json; or all files from the journal, even",
            "of a run that was interrupted. Measures nothing."
        },
        mixinStandardHelpOptions = true,
        footer = {"", "Examples: okko eval report out", "          okko eval report last --out out",
            "          okko eval report docs/results/quick --write README.md"})
final class EvalReport implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR|RUN", description = "Directory with results.json, or a run of the journal.")
    private String source;

    @Option(names = "--out", paramLabel = "DIR",
            description = "Directory for the results of a run; made if it is not there.")
    private Path directory;

    @Option(names = "--write", paramLabel = "FILE.md",
            description = "Also write the results into a page, between the line <!-- written by okko eval report DIR"
                    + " --> and the next <!-- end -->; may be given several times.")
    private List<Path> pages = List.of();

    @Mixin
    private JournalOption kept;

    @Override
    public Integer call() throws IOException {
        WrittenPart part = WrittenResults.part(source);
        for (Path page : pages) {
            part.checkIn(page);
        }
        Results results = Files.isDirectory(Path.of(source)) ? fromDirectory() : fromJournal();
        for (Path page : pages) {
            part.writeInto(page, WrittenResults.of(results));
        }
        PrintWriter out = spec.commandLine().getOut();
        out.print(ResultsTable.of(results));
        out.flush();
        return 0;
    }

    private Results fromDirectory() throws IOException {
        ResultFiles files = new ResultFiles(Path.of(source));
        Results results = files.read();
        files.writeDerived(results);
        return results;
    }

    private Results fromJournal() throws IOException {
        PastRun run = kept.journal().find(source).orElseThrow(() -> new IOException(
                source + ": neither a directory with results.json nor a run that okko eval list shows"));
        if (directory == null) {
            throw new ParameterException(spec.commandLine(), "--out: say where the results of run " + run.name()
                    + " are to be written");
        }
        ResultFiles files = new ResultFiles(directory);
        files.prepare();
        Results results = KeptResults.of(run);
        files.write(results);
        return results;
    }
}
