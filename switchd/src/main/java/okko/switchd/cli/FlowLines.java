package okko.switchd.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Flows of a command line: one as an argument, or many in a file or on standard input. */
final class FlowLines {

    private static final String STANDARD_INPUT = "-";

    private FlowLines() {}

    /**
     * Makes the arguments of a change.
     *
     * @param bridge that it is meant for
     * @param flow   one flow, or {@code -} for lines of standard input
     * @return arguments
     * @throws IOException if standard input cannot be read
     */
    static ObjectNode ofText(String bridge, String flow) throws IOException {
        return flow.equals(STANDARD_INPUT) ? ofFile(bridge, flow)
                : SwitchConnection.arguments().put("bridge", bridge).put("flow", flow);
    }

    /**
     * Makes the arguments of a change.
     *
     * @param bridge that it is meant for
     * @param file   with a flow in each line, or {@code -} for standard input
     * @return arguments
     * @throws IOException if the file cannot be read; the message is one line
     */
    static ObjectNode ofFile(String bridge, String file) throws IOException {
        ObjectNode arguments = SwitchConnection.arguments().put("bridge", bridge);
        ArrayNode lines = arguments.putArray("flows");
        try {
            if (file.equals(STANDARD_INPUT)) {
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).lines()
                        .forEach(lines::add);
            } else {
                try (Stream<String> text = Files.lines(Path.of(file))) {
                    text.forEach(lines::add);
                }
            }
        } catch (NoSuchFileException _) {
            throw new IOException(file + ": no such file");
        } catch (UncheckedIOException e) {
            throw new IOException(file + ": " + e.getCause().getMessage(), e.getCause());
        }
        return arguments;
    }
}
