package okko.eval.bpf;

import java.io.IOException;
import java.util.concurrent.Callable;
import okko.bpf.image.MapDetails;
import okko.bpf.map.RingBuffer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
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

        @Mixin
        private MapFile map;

        @Override
        public Integer call() throws IOException {
            return map.show(contents -> MapContents.of(contents, MapDetails.NONE));
        }
    }

    /** {@code okko bpf map drain}. */
    @Command(
            name = "drain",
            description = "Takes the records out of a ring buffer and prints them; one consumer at a time.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example: okko bpf map drain /dev/shm/okko/syns"})
    static final class Drain implements Callable<Integer> {

        @Mixin
        private MapFile map;

        @Override
        public Integer call() throws IOException {
            return map.show(contents -> {
                if (contents instanceof RingBuffer ring) {
                    return MapContents.drained(ring);
                }
                throw new IllegalStateException("expected a ring buffer, but this is a map of type "
                        + contents.definition().type().label());
            });
        }
    }
}
