package okko.eval.rings;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Two running ends; between rounds both wait for their next number and use no processor. */
final class RingPair implements AutoCloseable {

    private final RingShape shape;
    private final End switchEnd;
    private final End processorEnd;

    RingPair(RingShape shape, Process switchEnd, Process processorEnd) {
        this.shape = shape;
        this.switchEnd = new End(switchEnd);
        this.processorEnd = new End(processorEnd);
    }

    /**
     * What a round gave.
     *
     * @param nanoseconds it took, at the end that sees the last descriptor
     * @param fold        of what was read, in hexadecimal
     * @param allocated   bytes, by the threads of both ends
     */
    record Outcome(long nanoseconds, String fold, long allocated) {}

    /** Does a round of so many descriptors. */
    Outcome round(long count) throws IOException {
        processorEnd.ask(count);
        switchEnd.ask(count);
        List<String> bySwitch = switchEnd.answer();
        List<String> byProcessor = processorEnd.answer();
        List<String> timed = shape.isTimedBySwitch() ? bySwitch : byProcessor;
        return new Outcome(Long.parseLong(timed.get(0)), timed.get(1),
                Long.parseLong(bySwitch.get(2)) + Long.parseLong(byProcessor.get(2)));
    }

    /** Waits for a line that an end prints before its first round. */
    static void await(String line, Process end) throws IOException {
        int next = end.getInputStream().read();
        var said = new StringBuilder();
        while (next >= 0 && next != '\n') {
            said.append((char) next);
            next = end.getInputStream().read();
        }
        if (!said.toString().equals(line)) {
            throw new IOException("an end of the rings said \"" + said + "\", not \"" + line + '"');
        }
    }

    @Override
    public void close() {
        switchEnd.process.destroyForcibly().onExit().join();
        processorEnd.process.destroyForcibly().onExit().join();
    }

    private static final class End {

        private final Process process;
        private final BufferedReader answers;
        private final Writer requests;

        End(Process process) {
            this.process = process;
            answers = process.inputReader(StandardCharsets.US_ASCII);
            requests = process.outputWriter(StandardCharsets.US_ASCII);
        }

        void ask(long count) throws IOException {
            requests.write(count + "\n");
            requests.flush();
        }

        List<String> answer() throws IOException {
            String line = answers.readLine();
            if (line == null) {
                throw new IOException("an end of the rings has ended");
            }
            return List.of(line.split(" "));
        }
    }
}
