package okko.switchd.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import okko.switchd.program.FilterEngine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What says which program is meant, and the object file that it comes from. */
final class ProgramFile {

    @Parameters(index = "0", paramLabel = "PROGRAM", description = "Number of the program, as in filter_prog.")
    private int program;

    @Parameters(index = "1", paramLabel = "FILE.o", description = "Object file, as clang -target bpf writes it.")
    private Path file;

    @Option(names = "--program", paramLabel = "NAME", description = "Function to enter (default: the first one).")
    private String function = "";

    @Option(names = "--engine", paramLabel = "ENGINE", defaultValue = "jit", converter = EngineName.class,
            description = "jit or interpreter (default: ${DEFAULT-VALUE}).")
    private FilterEngine engine;

    @Option(names = "--use", paramLabel = "USE", defaultValue = "", description = "filter, for filter_prog=PROGRAM; "
            + "or action, for actions=prog:PROGRAM, which may change packets (default: filter; action for XDP).")
    private String use;

    @Option(names = "--maps", paramLabel = "DIR",
            description = "Where the maps are files that other processes map too (default: maps of its own).")
    private Path maps;

    /**
     * Reads the file.
     *
     * @return the arguments of {@code prog load} and {@code prog replace}
     * @throws IOException if it cannot be read; the message is one line
     */
    ObjectNode arguments() throws IOException {
        return arguments(program, file).put("function", function).put("engine", engine.label()).put("use", use)
                .put("maps", maps == null ? "" : maps.toAbsolutePath().toString());
    }

    /** The arguments for a program whose first function is to be compiled. */
    static ObjectNode arguments(int program, Path file) throws IOException {
        try {
            return SwitchConnection.arguments()
                    .put("program", program)
                    .put("object", Base64.getEncoder().encodeToString(Files.readAllBytes(file)));
        } catch (NoSuchFileException e) {
            throw new IOException(file + ": no such file", e);
        }
    }
}
