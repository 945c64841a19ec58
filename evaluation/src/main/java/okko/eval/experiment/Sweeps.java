package okko.eval.experiment;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import okko.eval.datapath.CacheUse;
import okko.eval.datapath.RowPlans;
import okko.eval.run.Experiment;
import okko.eval.run.Extent;
import okko.eval.run.Figure;
import okko.eval.run.Variant;
import okko.eval.setup.CellPlan;
import okko.eval.setup.Forward;
import okko.eval.setup.InProcess;
import okko.eval.setup.InSwitch;
import okko.eval.setup.Setup;
import okko.eval.workload.TcpFlows;
import okko.eval.workload.TcpFlows.Spread;

/** What throughput depends on: one thing varies, and all else is as in the other figures. */
final class Sweeps {

    private static final List<Setup> BOTH_PLACES = List.of(InSwitch.COMPILED, InProcess.BPF);
    private static final int FRAMES = 4_096;
    private static final int FLOWS = 512;
    private static final int SHORT_BYTES = 64;
    private static final int MOST_RULES = 10_000;

    /** Seven short, four medium and one long: the "simple Internet mix". */
    private static final List<Integer> IMIX = List.of(64, 570, 64, 570, 64, 64, 1_518, 64, 570, 64, 570, 64);

    private final Extent extent;
    private final Inputs inputs;

    Sweeps(Extent extent, Inputs inputs) {
        this.extent = extent;
        this.inputs = inputs;
    }

    Experiment size() throws IOException {
        Sweep sweep = new Sweep(Figure.SIZE, "size", BOTH_PLACES, inputs);
        for (int bytes : points(List.of(64, 128, 256, 512, 1_024, 1_280, 1_518), List.of(64, 512, 1_518))) {
            sweep.addPoint(Integer.toString(bytes), flows(FLOWS, FRAMES, List.of(bytes), Spread.UNIFORM, 1).traffic(),
                    Sweep.Change.NONE);
        }
        sweep.addPoint("IMIX", flows(FLOWS, FRAMES, IMIX, Spread.UNIFORM, 1).traffic(), Sweep.Change.NONE);
        return sweep.experiment("Length of frames, bytes without frame check sequence");
    }

    /**
     * As many frames as flows would need as many buffers, so each packet is a copy of a frame. The firewall's table
     * holds 65,536 connections; it refuses those beyond.
     */
    List<Experiment> flows() throws IOException {
        Sweep uniform = new Sweep(Figure.FLOWS, "uniform", BOTH_PLACES, inputs);
        for (int flows : points(List.of(1, 10, 1_000, 100_000, 1_000_000), List.of(1, 1_000, 100_000))) {
            addFlows(uniform, flows, Spread.UNIFORM);
        }
        Sweep zipf = new Sweep(Figure.FLOWS, "zipf", BOTH_PLACES, inputs);
        for (int flows : points(List.of(1_000, 100_000, 1_000_000), List.of(1_000, 100_000))) {
            addFlows(zipf, flows, Spread.ZIPF);
        }
        return List.of(uniform.experiment("Number of flows, each with as many packets"),
                zipf.experiment("Number of flows, few of them with most packets (Zipf, exponent 1.1)"));
    }

    private void addFlows(Sweep sweep, int flows, Spread spread) throws IOException {
        sweep.addPoint(Integer.toString(flows),
                flows(flows, Math.max(flows, FRAMES), List.of(SHORT_BYTES), spread, 1).traffic(),
                (_, plan) -> plan.sendingCopies());
    }

    List<Experiment> rules() throws IOException {
        Sweep sweep = new Sweep(Figure.RULES, "rules", List.of(new Forward(), InSwitch.COMPILED, InProcess.BPF),
                inputs);
        for (int rules : points(List.of(1, 10, 100, 1_000, MOST_RULES), List.of(1, 100, MOST_RULES))) {
            sweep.addPoint(Integer.toString(rules),
                    flows(MOST_RULES, MOST_RULES, List.of(SHORT_BYTES), Spread.UNIFORM, rules).traffic(),
                    (_, plan) -> withRules(plan, rules));
        }
        return List.of(sweep.experiment("Number of rules, each for another destination address"), masks());
    }

    /** What sends traffic on its way does so by a rule for each destination. */
    private static CellPlan withRules(CellPlan plan, int rules) {
        List<String> flows = new ArrayList<>();
        for (String flow : plan.flows()) {
            boolean isFallback = flow.startsWith("priority=1,");
            if (isFallback || !flow.contains("in_port=p1,")) {
                flows.add(flow);
            } else {
                IntStream.range(0, rules).mapToObj(server -> flow.replace("in_port=p1,",
                        "in_port=p1,ip,nw_dst=" + TcpFlows.serverAddress(server) + ",")).forEach(flows::add);
            }
        }
        return plan.withFlows(flows);
    }

    private Experiment masks() throws IOException {
        RowPlans rows = new RowPlans(inputs.launcher(), inputs.work());
        List<Variant> variants = new ArrayList<>();
        for (CacheUse cache : List.of(CacheUse.ALL, CacheUse.MEGAFLOW)) {
            for (int masks : List.of(1, 10, 50)) {
                Map<String, String> parameters = new LinkedHashMap<>();
                parameters.put("masks", Integer.toString(masks));
                parameters.put("cache", cache.label());
                variants.add(new Variant(masks + " masks, caches " + cache.label(), "forwarding",
                        new Forward().label(), parameters, rows.masks(masks, cache)));
            }
        }
        return new Experiment("rules/masks", Figure.RULES, "Number of masks of the rules", Optional.of("masks"),
                variants.getFirst().label(), List.copyOf(variants));
    }

    Experiment batch() throws IOException {
        Sweep sweep = new Sweep(Figure.BATCH, "batch", BOTH_PLACES, inputs);
        sweep.addPoints(points(List.of("1", "2", "4", "8", "16", "32"), List.of("1", "8", "32")),
                value -> (_, plan) -> plan.with(plan.datapath().withBatch(Integer.parseInt(value))));
        return sweep.experiment("Most packets that the switch takes from a port at a time");
    }

    /** No more packets are under way than a pass has frames, so a pass as long as the ring fills it. */
    Experiment ring() throws IOException {
        Sweep sweep = new Sweep(Figure.RING, "ring", List.of(InProcess.BPF, InProcess.COPY), inputs);
        for (int capacity : points(List.of(64, 256, 1_024, 4_096, 16_384), List.of(64, 1_024, 16_384))) {
            sweep.addPoint(Integer.toString(capacity),
                    flows(16, capacity, List.of(SHORT_BYTES), Spread.UNIFORM, 1).traffic(), Sweep.Change.NONE);
        }
        return sweep.experiment("Descriptors in a ring, and packets under way");
    }

    Experiment idle() throws IOException {
        Sweep sweep = new Sweep(Figure.IDLE, "idle", BOTH_PLACES, inputs);
        sweep.addPoints(List.of("busy", "adaptive", "sleep"),
                value -> (_, plan) -> plan.with(plan.datapath().withIdle(value)));
        return sweep.experiment("What the switch and the processor do when there is nothing to do");
    }

    private TcpFlows flows(int flows, int frames, List<Integer> lengths, Spread spread, int servers) {
        return new TcpFlows(flows, frames, lengths, spread, servers, inputs.traffic().seed());
    }

    private <T> List<T> points(List<T> all, List<T> few) {
        return switch (extent) {
            case ALL -> all;
            case FEW -> few;
        };
    }
}
