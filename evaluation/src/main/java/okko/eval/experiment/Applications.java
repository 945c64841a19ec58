package okko.eval.experiment;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okko.eval.run.Experiment;
import okko.eval.run.Figure;
import okko.eval.run.Variant;
import okko.eval.setup.Setup;
import okko.eval.workload.Workload;

/** Oko's first figure: a workload in every place that was asked for. */
final class Applications {

    private Applications() {}

    static Experiment of(Workload workload, List<Setup> setups, Inputs inputs) throws IOException {
        inputs.place(workload);
        List<Variant> variants = new ArrayList<>();
        Judged judged = Judged.of(workload, inputs.traffic());
        for (Setup setup : setups) {
            variants.add(new Variant(setup.label(), workload.label(), setup.label(), Map.of(),
                    judged.plan(workload, setup, inputs)));
        }
        return new Experiment("applications/" + workload.label(), Figure.APPLICATIONS, workload.label(),
                Optional.empty(), Setup.REFERENCE, List.copyOf(variants));
    }
}
