package okko.eval.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import okko.eval.compare.Comparison.Side;
import okko.eval.evaluation.KeptResults;
import okko.eval.journal.PastRun;
import okko.eval.journal.RunJournal;
import okko.eval.report.ResultFiles;

/** Finds results by what a user calls them: a directory, a file, or a run of the journal. */
final class ResultSource {

    private ResultSource() {}

    static Side find(String word, RunJournal journal) throws IOException {
        Path path = Path.of(word);
        if (Files.isDirectory(path)) {
            return new Side(word, new ResultFiles(path).read());
        }
        if (Files.isRegularFile(path)) {
            return new Side(word, ResultFiles.read(path));
        }
        PastRun run = journal.find(word).orElseThrow(() -> new IOException(word
                + ": neither a directory with results.json, nor a file, nor a run that okko eval list shows"));
        return new Side(run.name(), KeptResults.of(run));
    }
}
