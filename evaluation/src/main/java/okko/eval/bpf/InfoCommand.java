package okko.eval.bpf;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import okko.bpf.elf.ElfProgram;
import okko.bpf.image.Abi;
import okko.bpf.image.ProgramImage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Describes an object file and one program of it; the program need not pass the verifier. */
@Command(
        name = "info",
        description = "Describes an object: its programs, and the size, maps and global data of one.",
        footer = {"", "Example: okko bpf info firewall.o"})
final class InfoCommand implements Callable<Integer> {

    /** Where compilers put what is told no section. */
    private static final String USUAL_SECTION = ".text";

    @Mixin
    private ProgramSource source;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    /** What {@code --json} prints: all programs of the object, and of the chosen one the rest. */
    private record Report(
            List<String> programs, List<Place> places, String program, String abi, int instructions,
            List<MapLayout> maps, boolean hasSourceLines) {}

    /** Where a program is, and the ABI that this tells. */
    private record Place(String program, String section, String abi) {

        static Place of(ElfProgram program) {
            return new Place(program.name(), program.section(), program.abi().label());
        }

        String text() {
            return section.equals(USUAL_SECTION) ? program : "%s (section %s, abi %s)".formatted(program, section, abi);
        }
    }

    @Override
    public Integer call() throws IOException {
        ProgramImage image = source.image();
        List<Place> places = source.programs().stream().map(Place::of).toList();
        var report = new Report(places.stream().map(Place::program).toList(), places, image.name(),
                image.abi().label(), Instructions.count(image.code()),
                image.maps().stream().map(map -> MapLayout.of(map, image.details(map))).toList(),
                image.lines().at(0) != null);
        var out = spec.commandLine().getOut();
        out.println(json ? JsonOutput.text(report) : text(report));
        out.flush();
        return 0;
    }

    private static String text(Report report) {
        var text = new StringBuilder("programs: ")
                .append(report.places().stream().map(Place::text).collect(Collectors.joining(", ")));
        text.append("\nprogram %s: %s%,d instructions, source lines %s".formatted(
                report.program(), report.abi().equals(Abi.OKO.label()) ? "" : "abi " + report.abi() + ", ",
                report.instructions(), report.hasSourceLines() ? "known" : "unknown"));
        report.maps().forEach(map -> text.append('\n').append(map.text()));
        return text.toString();
    }
}
