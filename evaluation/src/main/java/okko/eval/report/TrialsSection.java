package okko.eval.report;

import static j2html.TagCreator.details;
import static j2html.TagCreator.summary;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import okko.eval.report.Results.CellResult;
import okko.eval.report.Results.ExperimentResult;

/** Every trial that was timed. */
final class TrialsSection {

    private final List<List<String>> rows = new ArrayList<>();

    private TrialsSection() {}

    static Optional<PageSection> of(Results results) {
        TrialsSection section = new TrialsSection();
        results.cells().forEach(cell -> section.add("applications", cell));
        for (ExperimentResult experiment : results.experiments()) {
            experiment.cells().forEach(cell -> section.add(experiment.id(), cell));
        }
        return section.rows.isEmpty() ? Optional.empty() : PageSection.of("trials", "Raw data", List.of(
                details(summary("All " + section.rows.size() + " trials"), HtmlTable.of("Trials", List.of("experiment",
                        "workload", "variant", "start", "round", "turn", "packets", "ms", "Mpps", "cores busy",
                        "steal, ms", "GC, ms", "compiler, ms"), section.rows)).withClass("raw")));
    }

    private void add(String experiment, CellResult cell) {
        if (cell.proved()) {
            cell.trials().forEach(trial -> rows.add(List.of(experiment, cell.workload(), cell.label(),
                    Integer.toString(trial.start() + 1), Integer.toString(trial.round() + 1),
                    Integer.toString(trial.turn() + 1), Numbers.text("%,d", trial.packets()),
                    Numbers.text("%.1f", trial.elapsedNs() / 1e6), Numbers.mpps(trial.mpps()),
                    Numbers.text("%.2f", trial.coresBusy()), Numbers.orDash("%d", trial.stealMs()),
                    Numbers.orDash("%d", trial.gcMs()), Numbers.orDash("%d", trial.compileMs()))));
        }
    }
}
