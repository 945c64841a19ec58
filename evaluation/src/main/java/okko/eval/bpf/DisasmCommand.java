package okko.eval.bpf;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import okko.bpf.asm.Disassembler;
import okko.bpf.image.ProgramImage;
import okko.bpf.image.SourceLines.SourceLine;
import okko.bpf.isa.Instruction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists a program's instructions, as linked; the program need not pass the verifier. */
@Command(
        name = "disasm",
        description = "Lists a program's instructions below their source lines.",
        footer = {"", "Example: okko bpf disasm p0f.o"})
final class DisasmCommand implements Callable<Integer> {

    @Mixin
    private ProgramSource source;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    /** What {@code --json} prints. */
    private record Report(String program, List<Line> instructions) {}

    /** One instruction; file and line are null where the object does not tell. */
    private record Line(int pc, String instruction, String file, Integer line) {}

    @Override
    public Integer call() throws IOException {
        ProgramImage image = source.image();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(JsonOutput.text(report(image)));
        } else {
            list(image, out);
        }
        out.flush();
        return 0;
    }

    private static Report report(ProgramImage image) {
        var lines = new ArrayList<Line>();
        for (int pc = 0; pc < image.code().slots(); pc++) {
            Instruction instruction = image.code().at(pc);
            if (instruction != null) {
                SourceLine place = image.lines().at(pc);
                lines.add(new Line(pc, Disassembler.text(instruction, image.abi()),
                        place == null ? null : place.file(), place == null ? null : place.number()));
            }
        }
        return new Report(image.name(), lines);
    }

    /** Source lines are written as the assembler's comments. */
    private static void list(ProgramImage image, PrintWriter out) {
        SourceLine before = null;
        for (int pc = 0; pc < image.code().slots(); pc++) {
            Instruction instruction = image.code().at(pc);
            if (instruction == null) {
                continue;
            }
            SourceLine place = image.lines().at(pc);
            if (place != null && !place.equals(before)) {
                out.println("# " + place.file() + ":" + place.number() + ": " + place.text());
            }
            before = place;
            out.printf("%5d: %s%n", pc, Disassembler.text(instruction, image.abi()));
        }
    }
}
