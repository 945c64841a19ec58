package okko.eval.peer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A process that answers each line that it is given with one; in between it waits. */
final class Conversation {

    private final String name;
    private final Process process;
    private final Path log;
    private final BufferedReader answers;
    private final Writer requests;

    private Conversation(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
        answers = process.inputReader(StandardCharsets.US_ASCII);
        requests = process.outputWriter(StandardCharsets.US_ASCII);
    }

    /** Starts a process; what it complains of goes to a file. */
    static Conversation start(String name, List<String> command, Path log) throws IOException {
        return new Conversation(name, new ProcessBuilder(command).redirectError(log.toFile()).start(), log);
    }

    /** Sends a line. {@return the words of the answer} */
    List<String> ask(String request) throws IOException {
        try {
            requests.write(request + "\n");
            requests.flush();
        } catch (IOException e) {
            // It has ended; that there is no answer says why.
        }
        return answer();
    }

    /** {@return the words of a line that it says unasked} */
    List<String> answer() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IOException(name + " ended: "
                    + Files.readString(log).lines().findFirst().orElse("it printed nothing"));
        }
        return List.of(line.split(" "));
    }

    long pid() {
        return process.pid();
    }

    void end() {
        process.destroyForcibly().onExit().join();
    }
}
