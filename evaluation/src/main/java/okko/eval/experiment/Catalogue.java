package okko.eval.experiment;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import okko.eval.run.Experiment;
import okko.eval.run.Extent;
import okko.eval.run.Figure;
import okko.eval.workload.Workload;

/** Every experiment there is. */
public final class Catalogue {

    private Catalogue() {}

    /**
     * Puts experiments together.
     *
     * @param choice what was asked for
     * @param extent which points of sweeps
     * @param inputs what they are made from
     * @return the experiments, in the order of the report; control is always among them
     * @throws IOException if a file cannot be written
     */
    public static List<Experiment> experiments(Choice choice, Extent extent, Inputs inputs) throws IOException {
        List<Experiment> experiments = new ArrayList<>();
        Sweeps sweeps = new Sweeps(extent, inputs);
        for (Figure figure : Figure.values()) {
            if (figure == Figure.CONTROL || choice.figures().contains(figure)) {
                experiments.addAll(of(figure, choice, sweeps, inputs));
            }
        }
        return List.copyOf(experiments);
    }

    private static List<Experiment> of(Figure figure, Choice choice, Sweeps sweeps, Inputs inputs)
            throws IOException {
        return switch (figure) {
            case APPLICATIONS -> applications(choice, inputs);
            case CONTROL -> List.of(Control.of(inputs));
            case CACHES -> List.of(Caches.of(inputs));
            case CHAINS -> Chains.of(inputs);
            case BREAKDOWN -> List.of(Breakdown.of(inputs));
            case LOAD -> OfferedLoad.of(choice, inputs);
            case PEERS -> choice.peers().isEmpty() ? List.of() : List.of(Peers.of(choice.peers(), inputs));
            case SIZE -> List.of(sweeps.size());
            case FLOWS -> sweeps.flows();
            case RULES -> sweeps.rules();
            case BATCH -> List.of(sweeps.batch());
            case RING -> List.of(sweeps.ring());
            case IDLE -> List.of(sweeps.idle());
        };
    }

    private static List<Experiment> applications(Choice choice, Inputs inputs) throws IOException {
        List<Experiment> experiments = new ArrayList<>();
        for (Workload workload : choice.workloads()) {
            experiments.add(Applications.of(workload, choice.setups(), inputs));
        }
        return experiments;
    }
}
