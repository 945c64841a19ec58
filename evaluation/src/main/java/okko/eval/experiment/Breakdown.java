package okko.eval.experiment;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okko.eval.run.Experiment;
import okko.eval.run.Figure;
import okko.eval.run.Variant;
import okko.eval.setup.Forward;
import okko.eval.setup.InProcess;
import okko.eval.setup.InSwitch;
import okko.eval.setup.Setup;
import okko.eval.workload.BundledWorkload;
import okko.eval.workload.OwnWorkload;
import okko.eval.workload.Workload;

/** From forwarding to an application by the steps of {@link BreakdownStep}, in the switch and in a process. */
final class Breakdown {

    private Breakdown() {}

    static Experiment of(Inputs inputs) throws IOException {
        Setup forward = new Forward();
        Workload parse = new OwnWorkload(BreakdownStep.PARSE, Optional.of(inputs.object("parse.o")), Optional.empty(),
                Optional.empty());
        List<Variant> variants = new ArrayList<>();
        variants.add(new Variant(forward.label(), BundledWorkload.NONE.label(), forward.label(), Map.of(),
                Judged.of(BundledWorkload.NONE, inputs.traffic()).plan(BundledWorkload.NONE, forward, inputs)));
        addAll(variants, BundledWorkload.NONE, List.of(InSwitch.COMPILED, InProcess.BPF, InProcess.COPY), inputs);
        for (Workload workload : List.of(parse, BundledWorkload.FIREWALL, BundledWorkload.DAPPER)) {
            addAll(variants, workload, List.of(InSwitch.COMPILED, InProcess.BPF), inputs);
        }
        return new Experiment(Figure.BREAKDOWN.label(), Figure.BREAKDOWN, "From forwarding to an application",
                Optional.empty(), forward.label(), List.copyOf(variants));
    }

    private static void addAll(List<Variant> variants, Workload workload, List<Setup> setups, Inputs inputs)
            throws IOException {
        inputs.place(workload);
        Judged judged = Judged.of(workload, inputs.traffic());
        for (Setup setup : setups) {
            variants.add(new Variant(BreakdownStep.label(workload.label(), setup), workload.label(), setup.label(),
                    Map.of(), judged.plan(workload, setup, inputs)));
        }
    }
}
