package okko.eval.experiment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import okko.eval.run.Experiment;
import okko.eval.run.Figure;
import okko.eval.run.Proof;
import okko.eval.run.SwitchSubject;
import okko.eval.run.Variant;
import okko.eval.setup.CellPlan;
import okko.eval.setup.Material;
import okko.eval.setup.Setup;
import okko.eval.workload.Bundle;
import okko.eval.workload.BundledWorkload;
import okko.eval.workload.Traffic;
import okko.eval.workload.Workload;

/**
 * The stateful firewall in several places, while one thing varies. Points whose traffic differs are judged each by
 * itself: what is proved is that all places do what the firewall's twin does.
 */
final class Sweep {

    private static final Workload WORKLOAD = BundledWorkload.FIREWALL;

    private final Figure figure;
    private final String name;
    private final Inputs inputs;
    private final List<Setup> setups;
    private final List<Variant> variants = new ArrayList<>();

    /**
     * Begins a sweep.
     *
     * @param name of the experiment behind that of its figure; also the parameter that varies
     */
    Sweep(Figure figure, String name, List<Setup> setups, Inputs inputs) throws IOException {
        this.figure = figure;
        this.name = name;
        this.setups = setups;
        this.inputs = inputs;
        inputs.place(WORKLOAD);
    }

    /** Changes a plan for a place. */
    @FunctionalInterface
    interface Change extends BiFunction<Setup, CellPlan, CellPlan> {

        /** Nothing but the traffic differs. */
        Change NONE = (_, plan) -> plan;
    }

    /** Adds points with the traffic of the run, which differ in how the switch is planned. */
    void addPoints(List<String> values, Function<String, Change> change) {
        Judged judged = Judged.of(WORKLOAD, inputs.traffic());
        values.forEach(value -> add(value, judged, inputs.trace(), inputs.traffic().packets(), change.apply(value)));
    }

    /** Adds a point with traffic of its own. */
    void addPoint(String value, Traffic traffic, Change change) throws IOException {
        Path trace = inputs.work().resolve(figure.label() + "-" + name + "-" + value + ".pcap");
        Bundle.write(traffic, trace);
        add(value, Judged.of(WORKLOAD, traffic), trace, traffic.packets(), change);
    }

    private void add(String value, Judged judged, Path trace, int packets, Change change) {
        for (Setup setup : setups) {
            CellPlan plan = change.apply(setup, setup.plan(new Material(WORKLOAD, trace, packets, inputs.work())));
            variants.add(new Variant(label(value, setup), WORKLOAD.label(), setup.label(), Map.of(name, value),
                    judged.plan(expectation -> new SwitchSubject.Plan(inputs.launcher(), plan,
                            Proof.of(setup, expectation, packets)))));
        }
    }

    private String label(String value, Setup setup) {
        return setup.label() + ", " + name + " " + value;
    }

    /** {@return the experiment; its reference is the first variant of all} */
    Experiment experiment(String title) {
        String id = name.equals(figure.label()) ? name : figure.label() + "/" + name;
        return new Experiment(id, figure, title, Optional.of(name), variants.getFirst().label(),
                List.copyOf(variants));
    }
}
