package okko.eval.cli;

import java.io.IOException;
import java.nio.file.Path;
import okko.eval.journal.RunJournal;
import picocli.CommandLine.Option;

/** Where runs are kept. */
final class JournalOption {

    @Option(names = "--journal", paramLabel = "DIR",
            description = "Directory where runs are kept (default: okko/evaluations in XDG_STATE_HOME, or in "
                    + "~/.local/state).")
    private Path directory;

    RunJournal journal() throws IOException {
        return new RunJournal(directory != null ? directory : RunJournal.standardDirectory(System.getenv()));
    }
}
