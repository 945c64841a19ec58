package okko.eval.bpf;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import okko.bpf.image.MapDetails;
import okko.bpf.map.BpfMap;
import okko.bpf.map.Maps;
import okko.bpf.map.RingBuffer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code okko bpf map}: maps that are files. */
@Command(
        name = "map",
        description = "Looks at maps in files, which running programs may be using.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {MapCommand.Dump.class, MapCommand.Drain.class})
final class MapCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "okko bpf map: a command is missing");
    }

    /** {@code okko bpf map dump}. */
    @Command(
            name = "dump",
            description = "Prints what a map holds, in hexadecimal.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example: okko bpf map dump /dev/shm/okko/connections"})
    static final class Dump implements Callable<Integer> {

        @Parameters(paramLabel = "FILE", description = "That 'okko bpf run --maps-in' or a switch made.")
        private Path file;

        @Option(names = "--json", description = "Print one JSON object.")
        private boolean json;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() throws IOException {
            PrintWriter out = spec.commandLine().getOut();
            try (BpfMap map = open(file)) {
                var contents = MapContents.of(map, MapDetails.NONE);
                out.println(json ? JsonOutput.text(contents) : contents.text());
                out.flush();
            }
            return 0;
        }
    }

    private static BpfMap open(Path file) throws IOException {
        try {
            return Maps.open(file);
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException(file + ": no such file", e);
        }
    }

    /** {@code okko bpf map drain}. */
    @Command(
            name = "drain",
            description = "Takes the records out of a ring buffer and prints them; one consumer at a time.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example: okko bpf map drain /dev/shm/okko/syns"})
    static final class Drain implements Callable<Integer> {

        @Parameters(paramLabel = "FILE", description = "That 'okko bpf run --maps-in' or a switch made.")
        private Path file;

        @Option(names = "--json", description = "Print one JSON object.")
        private boolean json;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() throws IOException {
            PrintWriter out = spec.commandLine().getOut();
            try (BpfMap map = open(file)) {
                if (!(map instanceof RingBuffer ring)) {
                    throw new IllegalArgumentException(
                            file + ": expected a ring buffer, but this is a map of type "
                                    + map.definition().type().label());
                }
                var contents = MapContents.drained(ring);
                out.println(json ? JsonOutput.text(contents) : contents.text());
                out.flush();
            } catch (IllegalStateException spoilt) {
                throw new IllegalArgumentException(file + ": " + spoilt.getMessage(), spoilt);
            }
            return 0;
        }
    }
}
