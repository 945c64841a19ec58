package okko.eval.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import okko.eval.measure.Environment;
import okko.eval.measure.Machine;
import okko.eval.report.WrittenPart;
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
        footer = {"", "Example: okko eval rings --write docs/border.md"})
final class EvalRings implements Callable<Integer> {

    private static final WrittenPart PART = new WrittenPart("okko eval rings");
    private static final String FORMAT = "%-11s %7s %7s  %8s  %-20s  %5s  %-20s  %s%n";
    private static final int FEWEST_PROCESSORS = 2;

    @Option(names = "--seconds", defaultValue = "10", paramLabel = "S",
            description = "How long to measure each shape (default: ${DEFAULT-VALUE}).")
    private double seconds;

    @Option(names = "--write", paramLabel = "FILE",
            description = "Put the table into a Markdown file too, between its marks.")
    private Path document;

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
        if (document != null) {
            PART.checkIn(document);
        }
        Environment environment = Machine.describe();
        List<RingRace.Result> results = new ArrayList<>();
        try (RingRace race = RingRace.prepare()) {
            for (RingShape shape : RingShape.values()) {
                results.add(race.measure(shape, seconds));
            }
        }
        Report report = new Report(environment.withLoadAfter(Machine.load()), results);
        if (document != null) {
            PART.writeInto(document,
                    "```text\n" + table(results) + "```\n\n" + report.environment().summary() + ".");
        }
        print(report);
        return 0;
    }

    private void print(Report report) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(report));
        } else {
            out.print(table(report.rings()));
        }
        out.flush();
    }

    private static String table(List<RingRace.Result> results) {
        StringBuilder lines = new StringBuilder();
        lines.append("millions of descriptors per second, batches of 32: fastest round; ratios also by round, "
                + "median [95 % interval]\n");
        lines.append(String.format(FORMAT, "", "C", "Java", "Java : C", "by round", "C : C", "by round",
                "bytes allocated"));
        for (RingRace.Result result : results) {
            RingRace.Fastest fastest = result.fastest();
            lines.append(String.format(FORMAT, result.shape().label(), number("%.1f", fastest.c()),
                    number("%.1f", fastest.java()), number("%.2f", fastest.javaToC()), range(result.javaToC()),
                    number("%.2f", fastest.cToC()), range(result.cToC()),
                    result.allocatedBytes() + " in " + result.rounds() + " rounds"));
        }
        if (results.stream().anyMatch(result -> !result.isStable())) {
            lines.append("unstable: C differs from itself by more than a tenth, so the machine is measured too\n");
        }
        return lines.toString();
    }

    private static String range(Estimate estimate) {
        return "%s [%s - %s]".formatted(number("%.2f", estimate.median()), number("%.2f", estimate.low()),
                number("%.2f", estimate.high()));
    }

    private static String number(String form, double value) {
        return String.format(Locale.ROOT, form, value);
    }
}
