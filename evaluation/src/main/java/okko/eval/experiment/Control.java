package okko.eval.experiment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okko.eval.run.Experiment;
import okko.eval.run.Figure;
import okko.eval.run.Proof;
import okko.eval.run.SwitchSubject;
import okko.eval.run.Variant;
import okko.eval.setup.CellPlan;
import okko.eval.setup.InProcess;
import okko.eval.setup.InSwitch;
import okko.eval.setup.Setup;
import okko.eval.subject.SubjectPlan;
import okko.eval.workload.BundledWorkload;
import okko.eval.workload.Workload;

/**
 * What every run is judged by. Two places are measured twice, as processes of their own, and should come out equal. A
 * program that waits 100 ns for each packet is measured beside one that differs in nothing but waiting for none; it
 * should come out slower by that much.
 */
final class Control {

    private static final Workload WORKLOAD = BundledWorkload.NONE;

    private Control() {}

    static Experiment of(Inputs inputs) throws IOException {
        inputs.place(WORKLOAD);
        Judged judged = Judged.of(WORKLOAD, inputs.traffic());
        return new Experiment("control", Figure.CONTROL, "The same twice, and one that is slower by a known amount",
                Optional.empty(), ControlSide.SWITCH.label(), List.of(
                        variant(ControlSide.SWITCH, judged.plan(WORKLOAD, InSwitch.COMPILED, inputs)),
                        variant(ControlSide.SWITCH_AGAIN, judged.plan(WORKLOAD, InSwitch.COMPILED, inputs)),
                        variant(ControlSide.PROCESS, judged.plan(WORKLOAD, InProcess.BPF, inputs)),
                        variant(ControlSide.PROCESS_AGAIN, judged.plan(WORKLOAD, InProcess.BPF, inputs)),
                        variant(ControlSide.UNTOUCHED, waiting("wait0.o", judged, inputs)),
                        variant(ControlSide.SLOWED, waiting("wait100.o", judged, inputs))));
    }

    private static Variant variant(ControlSide side, SubjectPlan plan) {
        return new Variant(side.label(), WORKLOAD.label(), side.setup(), Map.of(), plan);
    }

    /** In the switch, with another program that lets every packet pass as the workload's does. */
    private static SubjectPlan waiting(String object, Judged judged, Inputs inputs) throws IOException {
        Setup setup = InSwitch.COMPILED;
        Path program = inputs.object(object);
        CellPlan plan = setup.plan(inputs.material(WORKLOAD)).withProgramsFrom(program);
        return judged.plan(expectation -> new SwitchSubject.Plan(inputs.launcher(), plan,
                Proof.of(setup, expectation, inputs.traffic().packets())));
    }
}
