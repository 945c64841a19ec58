package okko.eval.experiment;

import java.util.List;
import okko.eval.run.Figure;
import okko.eval.setup.Setup;
import okko.eval.workload.Workload;

/**
 * What was asked for, in the order of reports.
 *
 * @param figures   at least one
 * @param workloads at least one
 * @param setups    at least one
 */
public record Choice(List<Figure> figures, List<Workload> workloads, List<Setup> setups) {}
