package okko.eval.bpf;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import okko.eval.measure.Environment;
import okko.eval.measure.Machine;
import okko.eval.run.JavaCommand;
import okko.eval.speed.BenchReport;
import okko.eval.speed.LookUpTime;
import okko.eval.speed.NativeTwin;
import okko.eval.speed.SpeedFiles;
import okko.eval.speed.SpeedProgram;
import okko.eval.speed.SpeedReport;
import okko.eval.speed.SpeedReport.Entry;
import okko.eval.speed.SpeedTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Times five programs beside the same C; each in a process of its own, as the JIT learns from what ran before. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description = {"Times five programs beside the same C compiled by gcc -O2, in turn, on the same 64 packets.",
            "Without gcc, the programs alone. Fails if program and C give different results."},
        footer = {"", "Example: okko bpf compare --write docs/bpf.md"})
final class CompareCommand implements Callable<Integer> {

    @Option(names = "--seconds", defaultValue = "3", paramLabel = "S",
            description = "How long to measure each program (default: ${DEFAULT-VALUE}).")
    private double seconds;

    @Option(names = "--write", paramLabel = "FILE",
            description = "Put the table into a Markdown file too, between its marks.")
    private Path document;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (!(seconds > 0)) {
            throw new ParameterException(spec.commandLine(), "--seconds must be positive: seconds=" + seconds);
        }
        if (document != null) {
            SpeedTable.PART.checkIn(document);
        }
        SpeedReport report = measure();
        PrintWriter out = spec.commandLine().getOut();
        out.println(json ? JsonOutput.text(report) : SpeedTable.of(report));
        out.flush();
        if (document != null) {
            SpeedTable.PART.writeInto(document, SpeedTable.of(report));
        }
        return 0;
    }

    private SpeedReport measure() throws IOException {
        String compiler = NativeTwin.compilerVersion().orElse(null);
        Environment environment = Machine.describe();
        try (var files = new SpeedFiles()) {
            Path capture = files.capture();
            var entries = new ArrayList<Entry>();
            for (SpeedProgram program : SpeedProgram.values()) {
                List<String> arguments = bench(files.object(program), capture);
                if (compiler != null) {
                    arguments.addAll(List.of("--native", files.source(program).toString()));
                }
                entries.add(new Entry(program.label(), run(arguments)));
            }
            List<String> interpreted = bench(files.object(SpeedProgram.PARSE), capture);
            interpreted.addAll(List.of("--engine", "interpreter"));
            return new SpeedReport(environment.withLoadAfter(Machine.load()), compiler, List.copyOf(entries),
                    run(interpreted), LookUpTime.bestNs());
        }
    }

    private List<String> bench(Path object, Path capture) {
        return new ArrayList<>(List.of("bpf", "bench", object.toString(), "--pcap", capture.toString(),
                "--seconds", Double.toString(seconds), "--json"));
    }

    private static BenchReport run(List<String> arguments) throws IOException {
        Process bench = new ProcessBuilder(JavaCommand.likeThisOne().with(arguments.toArray(String[]::new)))
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try {
            byte[] output = bench.getInputStream().readAllBytes();
            int status = bench.waitFor();
            if (status != 0) {
                throw new IOException("okko " + String.join(" ", arguments) + ": exit status " + status);
            }
            return new ObjectMapper().readValue(output, BenchReport.class);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            bench.destroy();
        }
    }
}
