package okko.eval.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import okko.eval.report.ResultFiles;
import okko.eval.report.Results;
import okko.eval.report.ResultsTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code okko eval report}: the files that are made from {@code results.json}, made again. */
@Command(
        name = "report",
        description = "Rebuilds results.csv, report.html and the table from results.json; measures nothing.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: okko eval report out"})
final class EvalReport implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "Directory with results.json.")
    private Path directory;

    @Override
    public Integer call() throws IOException {
        ResultFiles files = new ResultFiles(directory);
        Results results = files.read();
        files.writeDerived(results);
        PrintWriter out = spec.commandLine().getOut();
        out.print(ResultsTable.of(results));
        out.flush();
        return 0;
    }
}
