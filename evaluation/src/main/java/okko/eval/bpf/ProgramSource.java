package okko.eval.bpf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import okko.bpf.elf.ElfException;
import okko.bpf.elf.ElfLoader;
import okko.bpf.elf.ElfProgram;
import okko.bpf.image.Abi;
import okko.bpf.image.ProgramImage;
import okko.bpf.program.BpfProgram;
import okko.bpf.program.LoadOptions;
import okko.bpf.program.LoadOutcome;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options that say which program a command is about. */
final class ProgramSource {

    @Parameters(paramLabel = "FILE.o", description = "Object file, as clang -target bpf writes it.")
    private Path file;

    @Option(names = "--program", paramLabel = "NAME", description = "Function to enter (default: the first one).")
    private String program;

    @Option(names = "--abi", paramLabel = "ABI", converter = AbiName.class,
            description = "How the program is called: oko or xdp (default: as its section tells).")
    private Abi abi;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help message and exit.")
    private boolean helpRequested;

    /** {@return the object file} */
    Path file() {
        return file;
    }

    /**
     * Reads the object file.
     *
     * @throws IllegalArgumentException if there is none
     */
    byte[] read() throws IOException {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException(file + ": no such file", e);
        } catch (IOException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Links the program, without asking the verifier.
     *
     * @throws IllegalArgumentException if the object file cannot be used
     */
    ProgramImage image() throws IOException {
        try {
            return ElfLoader.load(read(), program, abi);
        } catch (ElfException e) {
            throw malformed(e.getMessage());
        }
    }

    /**
     * Lists all programs in the object file.
     *
     * @throws IllegalArgumentException if the object file cannot be used
     */
    List<ElfProgram> programs() throws IOException {
        try {
            return ElfLoader.programs(read());
        } catch (ElfException e) {
            throw malformed(e.getMessage());
        }
    }

    /** {@return options that choose this program} */
    LoadOptions select(LoadOptions options) {
        return options.withProgram(program).withAbi(abi);
    }

    /** Loads the program with maps of its own, or tells why it cannot. */
    LoadOutcome tryLoad(LoadOptions options) throws IOException {
        return BpfProgram.load(read(), select(options));
    }

    /**
     * Loads the program with maps of its own.
     *
     * @param options how; which program is chosen here
     * @throws IllegalArgumentException if it cannot be loaded: one line that says so, then the verifier's findings
     */
    BpfProgram load(LoadOptions options) throws IOException {
        return switch (tryLoad(options)) {
            case LoadOutcome.Loaded(var loaded) -> loaded;
            case LoadOutcome.Malformed(var reason) -> throw malformed(reason);
            case LoadOutcome.Refused refused -> throw new IllegalArgumentException(Findings.text(file, refused));
        };
    }

    /** {@return what says that the object file cannot be used} */
    IllegalArgumentException malformed(String reason) {
        return new IllegalArgumentException(file + ": " + reason);
    }
}
