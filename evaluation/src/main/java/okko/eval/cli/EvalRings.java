package okko.eval.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import okko.eval.measure.Environment;
import okko.eval.measure.Machine;
import okko.eval.rings.RingRace;
import okko.eval.rings.RingShape;
import okko.eval.stat.Estimate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code okko eval rings}: the rings between two processes beside the same rings in C. */
@Command(
        name = "rings",
        mixinStandardHelpOptions = true,
        description = {"Times descriptors between two processes beside the same rings in C (gcc -O2), in turns.",
            "Each process has a processor of its own: run it on a machine that does nothing else."},
        footer = {"", "Example: okko eval rings --seconds 10"})
final class EvalRings implements Callable<Integer> {

    private static final int FEWEST_PROCESSORS = 2;

    @Option(names = "--seconds", defaultValue = "10", paramLabel = "S",
            description = "How long to measure each shape (default: ${DEFAULT-VALUE}).")
    private double seconds;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    /**
     * All that is printed.
     *
     * @param environment where it was measured
     * @param rings       what was measured
     */
    record Report(Environment environment, List<RingRace.Result> rings) {}

    @Override
    public Integer call() throws IOException {
        if (!(seconds > 0)) {
            throw new ParameterException(spec.commandLine(), "--seconds must be positive: seconds=" + seconds);
        }
        if (Runtime.getRuntime().availableProcessors() < FEWEST_PROCESSORS) {
            throw new IOException("two processes that never wait need two processors; there is one");
        }
        Environment environment = Machine.describe();
        List<RingRace.Result> results = new ArrayList<>();
        try (RingRace race = RingRace.prepare()) {
            for (RingShape shape : RingShape.values()) {
                results.add(race.measure(shape, seconds));
            }
        }
        print(new Report(environment.withLoadAfter(Machine.load()), results));
        return 0;
    }

    private void print(Report report) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(report));
        } else {
            out.println("millions of descriptors per second, batches of 32; median [95 % interval]");
            out.printf("%-11s %-24s %-24s %-22s %-22s %s%n", "", "C", "Java", "Java : C", "C : C", "bytes allocated");
            for (RingRace.Result result : report.rings()) {
                out.printf("%-11s %-24s %-24s %-22s %-22s %d in %d rounds%n", result.shape().label(),
                        text("%.1f", result.c()), text("%.1f", result.java()), text("%.2f", result.javaToC()),
                        text("%.2f", result.cToC()), result.allocatedBytes(), result.rounds());
            }
            if (report.rings().stream().anyMatch(result -> !result.isStable())) {
                out.println("unstable: C differs from itself by more than a tenth, so the machine is measured too");
            }
        }
        out.flush();
    }

    private static String text(String form, Estimate estimate) {
        return String.format(Locale.ROOT, form + " [" + form + " - " + form + "]", estimate.median(), estimate.low(),
                estimate.high());
    }
}
