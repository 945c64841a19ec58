package okko.switchd.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code okko ofctl load-filter-prog}, in the words of Oko's ovs-ofctl. */
@Command(
        name = "load-filter-prog",
        description = "Loads a filter program; says nothing if all is well.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: okko ofctl load-filter-prog br0 1 p0f.o"})
final class LoadFilterProgram implements Callable<Integer> {

    @Mixin
    private SwitchConnection connection;

    @Parameters(index = "0", paramLabel = "BRIDGE", description = "Name of the bridge.")
    private String bridge;

    @Parameters(index = "1", paramLabel = "ID", description = "Number of the program, as in filter_prog.")
    private int id;

    @Parameters(index = "2", paramLabel = "FILE", description = "Object file, as clang -target bpf writes it.")
    private Path file;

    @Override
    public Integer call() {
        return connection.ask("prog load",
                () -> ProgramFile.arguments(id, file).put("bridge", bridge), (_, _) -> { });
    }
}
