package okko.eval.experiment;

import java.util.List;
import okko.eval.peer.Peer;
import okko.eval.run.Figure;
import okko.eval.setup.Setup;
import okko.eval.workload.Workload;

/**
 * What was asked for, in the order of reports.
 *
 * @param figures   at least one
 * @param workloads at least one
 * @param setups    at least one
 * @param peers     none unless asked for
 */
public record Choice(List<Figure> figures, List<Workload> workloads, List<Setup> setups, List<Peer> peers) {

    /**
     * Leaves peers out.
     *
     * @param figures   at least one
     * @param workloads at least one
     * @param setups    at least one
     */
    public Choice(List<Figure> figures, List<Workload> workloads, List<Setup> setups) {
        this(figures, workloads, setups, List.of());
    }
}
