package okko.eval.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import okko.eval.load.LoadResult;
import okko.eval.load.LoadResult.CurvePoint;
import okko.eval.load.LoadResult.LatencyPoint;
import okko.eval.load.LoadResult.RateBounds;
import okko.eval.load.LoadResult.ReceiveRate;
import okko.eval.measure.Trial;
import okko.eval.report.Results.CellResult;
import okko.eval.report.Results.Control;
import okko.eval.report.Results.Cost;
import okko.eval.report.Results.ExperimentResult;
import okko.eval.report.Results.MethodResult;
import okko.eval.report.Results.ProofResult;
import okko.eval.report.Results.PublishedCache;
import okko.eval.report.Results.PublishedChain;
import okko.eval.report.Results.Range;
import okko.eval.report.Results.Rate;
import okko.eval.report.Results.Slowed;
import okko.eval.report.Results.Twin;

/** Results of a full run that was never made: every figure, each kind of cell, a control that held. */
final class CompleteResults {

    private static final long SEED = 1;
    private static final List<String> SETUPS =
            List.of("switch-bpf", "switch-interpreter", "process-bpf", "process-isolated", "remote-aeron");

    private static final MethodResult METHOD = new MethodResult(1, 3, 250, 1_500);

    private final Random random = new Random(SEED);

    private CompleteResults() {}

    static Results build() {
        CompleteResults sample = new CompleteResults();
        Results small = SampleResults.build();
        Control control = new Control(true, "Stable: the same setup measured twice differs by 0.4 % at most, and "
                + "100 ns more per packet were found as 103 ns.", List.of(new Twin("switch-bpf",
                        new Range(1.001, 0.996, 1.004, "bootstrap-95"), true, "contains 1 and is narrow")),
                new Slowed(100, new Range(103, 98, 108, "bootstrap-95"), true, "100 ns were found as 103 ns"));
        return new Results(small.schemaVersion(), small.run(), "full", small.seed(), small.method(),
                small.environment(), small.traffic(), small.objects(), control, small.cells(), sample.experiments(),
                List.of(sample.load("p0f", "switch-bpf", 6), sample.load("p0f", "process-bpf", 3.5),
                        new LoadResult("p0f", "namespace", false, true, false, "needs root", null, null,
                                null, List.of(), List.of(), List.of())), small.published(),
                List.of(new PublishedCache("Oko, 1 program", "one", "all", 2.86, 0.94, 19.6,
                        new Range(0.92, 0.91, 0.93, "bootstrap-95"), new Range(12, 10, 14, "bootstrap-95"),
                        "same shape: it costs"), new PublishedCache("Oko, 1 program", "one", "none", 0.562, 0.858, 253,
                                null, null, "not measured")),
                List.of(new PublishedChain("miniflow cache", "all", List.of(13.62, 12.84, 12.11),
                        Arrays.asList(9.0, 8.5, null), 4.8, new Range(6, 5, 7, "bootstrap-95"), "steeper")),
                List.of(new Cost("cross the border", "process-bpf", "forward", "crossing only",
                        new Range(42, 40, 44, "bootstrap-95"))));
    }

    private List<ExperimentResult> experiments() {
        return List.of(sweep("size", "bytes", "How does throughput depend on the length of packets?",
                        List.of("64", "128", "256", "512", "1024", "1518", "imix")),
                sweep("flows", "flows", "How does throughput depend on the number of flows?",
                        List.of("1", "100", "10000", "1000000")),
                new ExperimentResult("breakdown", "breakdown", "What the border costs", "What is the border's share of "
                        + "the cost, and what is the work's?", null, "full",
                        METHOD, List.of(
                                cell("null processor", "process-bpf", Map.of(), 12),
                                cell("crossing only", "process-bpf", Map.of(), 9),
                                cell("parse only", "process-bpf", Map.of(), 6),
                                cell("full", "process-bpf", Map.of(), 4))),
                sweep("idle", "policy", "What do threads that wait cost?", List.of("spin", "yield", "sleep")));
    }

    private ExperimentResult sweep(String figure, String axis, String question, List<String> values) {
        List<CellResult> cells = new ArrayList<>();
        for (int i = 0; i < SETUPS.size(); i++) {
            for (int j = 0; j < values.size(); j++) {
                cells.add(cell(SETUPS.get(i) + " " + values.get(j), SETUPS.get(i), Map.of(axis, values.get(j)),
                        (6.5 - i) * (1 - 0.08 * j)));
            }
        }
        return new ExperimentResult(figure, figure, "Throughput by " + axis, question, axis, cells.getFirst().label(),
                METHOD, cells);
    }

    private CellResult cell(String label, String setup, Map<String, String> parameters, double mpps) {
        List<Trial> trials = new ArrayList<>();
        List<Double> rates = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            double rate = mpps * (0.96 + 0.04 * round);
            rates.add(rate);
            trials.add(new Trial(0, round, random.nextInt(5), 1_000_000, (long) (1e9 / rate), (long) (1e9 / rate), rate,
                    1, 0L, 0L, 0L));
        }
        Map<String, Long> verdicts = new LinkedHashMap<>();
        verdicts.put("match", 200L);
        return new CellResult("firewall", setup, label, parameters, 0, true, false, null,
                new Rate(mpps, mpps * 0.96, mpps * 1.04, "min-max", rates), 1e3 / mpps, 1.0, mpps,
                new Range(mpps / 6.5, mpps / 6.6, mpps / 6.4, "min-max"), verdicts,
                new ProofResult(3, 300, 0, Map.of("match", "000000000000000a")),
                List.of(List.of(mpps * 0.5, mpps * 0.9, mpps)), trials);
    }

    private LoadResult load(String workload, String setup, double mpps) {
        List<CurvePoint> curve = new ArrayList<>();
        for (int percent = 10; percent <= 120; percent += 10) {
            double loss = Math.max(0, 1 - 95.0 / percent);
            curve.add(new CurvePoint(percent, mpps * percent / 100, loss, loss * 0.9, loss * 1.1, 3));
        }
        List<LatencyPoint> latency = new ArrayList<>();
        for (int percent : List.of(10, 50, 90)) {
            long ns = percent * 100L;
            latency.add(new LatencyPoint(percent, mpps * percent / 100, 0.0, 1_000_000L, ns, ns * 2, ns * 5,
                    ns * 20, ns * 90, ns * 200, "latency/" + workload + "-" + setup + "-" + percent + ".hlog", null));
        }
        return new LoadResult(workload, setup, true, false, true, null,
                new ReceiveRate(mpps * 1.5, mpps, mpps * 0.98, mpps * 1.02, "min-max", List.of(List.of(mpps))),
                new RateBounds(mpps * 0.8, mpps * 0.79, mpps * 0.82, mpps * 0.8, List.of("narrow")),
                new RateBounds(mpps * 0.93, mpps * 0.92, null, mpps * 0.925, List.of("above the maximum")), curve,
                latency, List.of());
    }
}
