package okko.switchd.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts other commands of Okko the way this one was started: the same JVM, options and class path.
 *
 * @param prefix everything before the command's own words
 */
record Launcher(List<String> prefix) {

    private static final Path OWN_COMMAND_LINE = Path.of("/proc/self/cmdline");

    /** Makes the process the leader of a session: it does not end with the terminal that it was started from. */
    private static final Path SETSID = Path.of("/usr/bin/setsid");

    /**
     * Looks at the command line of this process.
     *
     * @param words of its command, behind everything else
     * @return how to start another one
     * @throws IOException if it does not end in these words
     */
    static Launcher ofThisProcess(List<String> words) throws IOException {
        // Not ProcessHandle.info(): it knows nothing of command lines that are longer than a page.
        String line = new String(Files.readAllBytes(OWN_COMMAND_LINE), StandardCharsets.UTF_8);
        List<String> all = List.of(line.substring(0, Math.max(0, line.length() - 1)).split("\0", -1));
        int own = all.size() - words.size();
        if (own < 1 || !all.subList(own, all.size()).equals(words)) {
            throw new IOException("this process was not started with the words " + String.join(" ", words)
                    + "; start the processor yourself, and say --no-start");
        }
        return new Launcher(List.copyOf(all.subList(0, own)));
    }

    /**
     * Starts a command that goes on when this one has ended.
     *
     * @param words of the command
     * @param log   what it prints is added there
     * @return its process
     * @throws IOException if it cannot be started
     */
    Process start(List<String> words, Path log) throws IOException {
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(SETSID)) {
            command.add(SETSID.toString());
        }
        command.addAll(prefix);
        command.addAll(words);
        return new ProcessBuilder(command)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }
}
