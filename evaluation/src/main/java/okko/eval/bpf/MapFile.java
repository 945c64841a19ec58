package okko.eval.bpf;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Function;
import okko.bpf.map.BpfMap;
import okko.bpf.map.Maps;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The options that say which map in a file a command is about, and how to print it. */
final class MapFile {

    @Parameters(paramLabel = "FILE", description = "That 'okko bpf run --maps-in' or a switch made.")
    private Path file;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    /**
     * Opens the map and prints what is asked of it; returns the exit status.
     *
     * @throws IllegalArgumentException if there is no such map, or it does not have what is asked for; names the file
     */
    int show(Function<BpfMap, MapContents> asked) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        try (BpfMap map = Maps.open(file)) {
            MapContents contents = asked.apply(map);
            out.println(json ? JsonOutput.text(contents) : contents.text());
            out.flush();
            return 0;
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException(file + ": no such file", e);
        } catch (IllegalStateException unfit) {
            throw new IllegalArgumentException(file + ": " + unfit.getMessage(), unfit);
        }
    }
}
