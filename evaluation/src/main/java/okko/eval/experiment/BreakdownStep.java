package okko.eval.experiment;

import java.util.ArrayList;
import java.util.List;
import okko.eval.setup.Forward;
import okko.eval.setup.InProcess;
import okko.eval.setup.InSwitch;
import okko.eval.setup.Setup;
import okko.eval.workload.BundledWorkload;

/**
 * A step on the way from a switch that merely forwards to an application: what the second variant takes more per packet
 * than the first is what the step costs.
 *
 * @param name for people
 * @param from label of the variant without the step
 * @param to   label of the variant with it
 */
public record BreakdownStep(String name, String from, String to) {

    /** Name of the workload that does what all others do first. */
    static final String PARSE = "parse";

    /** {@return every step, those of the border first} */
    public static List<BreakdownStep> all() {
        List<BreakdownStep> steps = new ArrayList<>();
        String forward = new Forward().label();
        String none = BundledWorkload.NONE.label();
        steps.add(new BreakdownStep("border: a rule that asks a program", forward, label(none, InSwitch.COMPILED)));
        steps.add(new BreakdownStep("border: to a process and back", forward, label(none, InProcess.BPF)));
        steps.add(new BreakdownStep("border: two copies", label(none, InProcess.BPF), label(none, InProcess.COPY)));
        for (Setup setup : List.of(InSwitch.COMPILED, InProcess.BPF)) {
            steps.add(new BreakdownStep("work: parsing", label(none, setup), label(PARSE, setup)));
            for (BundledWorkload workload : List.of(BundledWorkload.FIREWALL, BundledWorkload.DAPPER)) {
                steps.add(new BreakdownStep("work: state of " + workload.label(), label(PARSE, setup),
                        label(workload.label(), setup)));
            }
        }
        return List.copyOf(steps);
    }

    static String label(String workload, Setup setup) {
        return workload + " in " + setup.label();
    }
}
