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
import okko.eval.workload.Workload;

/**
 * What is put under offered load. A search takes far longer than a trial, so of many places only those are searched
 * that differ most: in the switch, and across the border without a copy.
 */
final class OfferedLoad {

    private static final List<Setup> SEARCHED = List.of(InSwitch.COMPILED, InProcess.BPF, InProcess.JAVA);

    private OfferedLoad() {}

    /** {@return an experiment per workload; packets that meet no program do not differ by workload and come once} */
    static List<Experiment> of(Choice choice, Inputs inputs) throws IOException {
        List<Setup> searched = choice.setups().stream().filter(SEARCHED::contains).toList();
        // Who asks for other places alone, means them.
        List<Setup> setups = searched.isEmpty() ? choice.setups() : searched;
        List<Experiment> experiments = new ArrayList<>();
        for (Workload workload : choice.workloads()) {
            List<Setup> here = new ArrayList<>();
            if (experiments.isEmpty()) {
                choice.setups().stream().filter(setup -> setup instanceof Forward && !setups.contains(setup))
                        .forEach(here::add);
            }
            here.addAll(setups);
            experiments.add(of(workload, here, inputs));
        }
        return experiments;
    }

    private static Experiment of(Workload workload, List<Setup> setups, Inputs inputs) throws IOException {
        inputs.place(workload);
        Judged judged = Judged.of(workload, inputs.traffic());
        List<Variant> variants = setups.stream().map(setup -> new Variant(setup.label(), workload.label(),
                setup.label(), Map.of(), judged.plan(workload, setup, inputs))).toList();
        return new Experiment("load/" + workload.label(), Figure.LOAD, workload.label(), Optional.empty(),
                Setup.REFERENCE, variants);
    }
}
