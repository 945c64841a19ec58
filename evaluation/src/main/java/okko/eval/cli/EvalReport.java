package okko.eval.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import okko.eval.report.ResultFiles;
import okko.eval.report.Results;
import okko.eval.report.ResultsTable;
import okko.eval.report.WrittenPart;
import okko.eval.report.WrittenResults;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code okko eval report}: the files that are made from {@code results.json}, made again. */
@Command(
        name = "report",
        description = "Rebuilds results.csv, report.html and the table from results.json; measures nothing.",
        mixinStandardHelpOptions = true,
        footer = {"", "Examples: okko eval report out",
            "          okko eval report docs/results/quick --write README.md"})
final class EvalReport implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "Directory with results.json.")
    private Path directory;

    @Option(names = "--write", paramLabel = "FILE.md",
            description = "Also write the results into a page, between the line <!-- written by okko eval report DIR"
                    + " --> and the next <!-- end -->; may be given several times.")
    private List<Path> pages = List.of();

    @Override
    public Integer call() throws IOException {
        ResultFiles files = new ResultFiles(directory);
        Results results = files.read();
        WrittenPart part = WrittenResults.part(directory.toString());
        for (Path page : pages) {
            part.checkIn(page);
        }
        files.writeDerived(results);
        for (Path page : pages) {
            part.writeInto(page, WrittenResults.of(results));
        }
        PrintWriter out = spec.commandLine().getOut();
        out.print(ResultsTable.of(results));
        out.flush();
        return 0;
    }
}
