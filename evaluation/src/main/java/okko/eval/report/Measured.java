package okko.eval.report;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import okko.eval.measure.Trial;
import okko.eval.run.ExperimentOutcome;
import okko.eval.run.Figure;
import okko.eval.run.Outcome.Proved;

/**
 * Finds what was proved in a figure.
 *
 * @param proved all variants of it that have numbers
 */
record Measured(List<Proved> proved) {

    static Measured of(Figure figure, List<ExperimentOutcome> outcomes) {
        return new Measured(outcomes.stream().filter(outcome -> outcome.experiment().figure() == figure)
                .flatMap(outcome -> outcome.outcomes().stream()).filter(Proved.class::isInstance)
                .map(Proved.class::cast).toList());
    }

    /** {@return the trials of the variant that has these parameters, if it has numbers} */
    Optional<List<Trial>> trials(Map<String, String> parameters) {
        return proved.stream().filter(each -> each.variant().parameters().equals(parameters)).map(Proved::trials)
                .findFirst();
    }

    Optional<Proved> labelled(String label) {
        return proved.stream().filter(each -> each.variant().label().equals(label)).findFirst();
    }

    boolean isEmpty() {
        return proved.isEmpty();
    }
}
