package okko.external.cli;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import okko.external.journal.Journal;
import okko.external.journal.JournalExport;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code okko ctl journal export}. */
@Command(
        name = "export",
        description = "Writes packets of a journal to a pcapng file, with an interface per port and the verdict as each"
                + " packet's comment.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: okko ctl journal export /var/lib/okko/journal --verdict 0 --out refused.pcapng"})
final class JournalExportCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "DIR", description = "The journal's directory.")
    private Path directory;

    @Option(names = "--out", required = true, paramLabel = "FILE.pcapng", description = "File to write.")
    private Path file;

    @Option(
            names = "--name",
            paramLabel = "NUMBER=NAME",
            description = "Name of a port's interface in the file (default: port-NUMBER); may be repeated.")
    private Map<Integer, String> names = Map.of();

    @Mixin
    private JournalSelection selection;

    @Override
    public Integer call() {
        try (Journal journal = Journal.open(directory)) {
            long packets = JournalExport.write(journal, selection.selection(), names, file);
            spec.commandLine().getOut().println(packets + " packets in " + file);
            spec.commandLine().getOut().flush();
            return CommandLine.ExitCode.OK;
        } catch (IOException e) {
            spec.commandLine().getErr().println("okko: " + text(e));
            spec.commandLine().getErr().flush();
            return CommandLine.ExitCode.SOFTWARE;
        }
    }

    /** The JDK's own exceptions may say no more than a file's name. */
    private static String text(IOException e) {
        return e instanceof FileSystemException failure
                ? failure.getFile() + ": cannot be written: " + reason(failure)
                : e.getMessage();
    }

    private static String reason(FileSystemException failure) {
        return failure.getReason() == null ? failure.getClass().getSimpleName() : failure.getReason();
    }
}
