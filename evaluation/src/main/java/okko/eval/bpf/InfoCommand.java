package okko.eval.bpf;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import okko.bpf.image.ProgramImage;
import okko.bpf.map.MapDefinition;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Describes an object file and one program of it; the program need not pass the verifier. */
@Command(
        name = "info",
        description = "Describes an object: its programs, and the size, maps and constant data of one.",
        footer = {"", "Example: okko bpf info firewall.o"})
final class InfoCommand implements Callable<Integer> {

    @Mixin
    private ProgramSource source;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    /** What {@code --json} prints: all programs of the object, and of the chosen one the rest. */
    private record Report(
            List<String> programs, String program, int instructions, List<MapDefinition> maps,
            boolean hasSourceLines) {}

    @Override
    public Integer call() throws IOException {
        ProgramImage image = source.image();
        var report = new Report(source.programs(), image.name(), Instructions.count(image.code()), image.maps(),
                image.lines().at(0) != null);
        var out = spec.commandLine().getOut();
        out.println(json ? JsonOutput.text(report) : text(report));
        out.flush();
        return 0;
    }

    private static String text(Report report) {
        var text = new StringBuilder("programs: ").append(String.join(", ", report.programs()));
        text.append("\nprogram %s: %,d instructions, source lines %s".formatted(
                report.program(), report.instructions(), report.hasSourceLines() ? "known" : "unknown"));
        report.maps().forEach(map -> text.append("\nmap %s: %s, key %d bytes, value %d bytes, at most %,d entries"
                .formatted(map.name(), map.type().name().toLowerCase(Locale.ROOT), map.keyBytes(), map.valueBytes(),
                        map.maxEntries())));
        return text.toString();
    }
}
