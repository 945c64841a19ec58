package okko.eval.journal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import okko.eval.journal.RunRecord.Asked;
import okko.eval.journal.RunRecord.Attempted;
import okko.eval.journal.RunRecord.Begun;
import okko.eval.journal.RunRecord.Concluded;
import okko.eval.journal.RunRecord.Ended;
import okko.eval.journal.RunRecord.KeptExperiment;
import okko.eval.journal.RunRecord.Loaded;
import okko.eval.journal.RunRecord.Prepared;
import okko.eval.journal.RunRecord.Timed;
import okko.eval.load.LoadExperiment;
import okko.eval.load.LoadLog;
import okko.eval.load.LoadStart;
import okko.eval.measure.Trial;
import okko.eval.run.TrialLog.Place;
import okko.eval.run.TrialLog.Preparation;

/** The records of a run, sorted by what they are asked for. */
final class RunContents {

    /** Launch, proof and warm-up, which a preparation is the last of. */
    private static final int STEPS_OF_A_PREPARATION = 3;

    private final List<RunInputs> attempts = new ArrayList<>();
    private final Map<String, KeptExperiment> experiments = new LinkedHashMap<>();
    private final Map<Place, Preparation> preparations = new HashMap<>();
    private final Map<Place, Map<Integer, Trial>> trials = new HashMap<>();
    private final Map<LoadLog.Place, LoadStart> loads = new HashMap<>();
    private final Map<String, Concluded> conclusions = new HashMap<>();
    private RunRequest request;
    private String loadAfter;

    static RunContents of(List<RunRecord> records) {
        RunContents contents = new RunContents();
        records.forEach(contents::add);
        return contents;
    }

    void add(RunRecord entry) {
        switch (entry) {
            case Asked(RunRequest asked) -> request = asked;
            case Attempted(RunInputs inputs) -> attempts.add(inputs);
            case Begun(KeptExperiment experiment) -> experiments.put(experiment.id(), experiment);
            case Prepared(Place place, Preparation preparation) -> preparations.put(place, preparation);
            case Timed(Place place, Trial trial) ->
                    trials.computeIfAbsent(place, _ -> new TreeMap<>()).put(trial.round(), trial);
            case Loaded(LoadLog.Place place, LoadStart measured) -> loads.put(place, measured);
            case Concluded concluded -> conclusions.put(concluded.experiment(), concluded);
            case Ended(String load) -> loadAfter = load;
        }
    }

    Optional<RunRequest> request() {
        return Optional.ofNullable(request);
    }

    /** The first attempt's; the later ones had the same, or would have been refused. */
    Optional<RunInputs> inputs() {
        return attempts.stream().findFirst();
    }

    int attempts() {
        return attempts.size();
    }

    List<KeptExperiment> experiments() {
        return List.copyOf(experiments.values());
    }

    Optional<Preparation> preparation(Place place) {
        return Optional.ofNullable(preparations.get(place));
    }

    Map<Integer, Trial> trials(Place place) {
        return trials.getOrDefault(place, Map.of());
    }

    Optional<LoadStart> load(LoadLog.Place place) {
        return Optional.ofNullable(loads.get(place));
    }

    /** Those of the first starts, up to the one that was interrupted. */
    List<LoadStart> loads(String experiment, String variant) {
        List<LoadStart> starts = new ArrayList<>();
        Optional<LoadStart> next = load(new LoadLog.Place(experiment, variant, 0));
        while (next.isPresent()) {
            starts.add(next.get());
            next = load(new LoadLog.Place(experiment, variant, starts.size()));
        }
        return starts;
    }

    Optional<Concluded> conclusion(String experiment) {
        return Optional.ofNullable(conclusions.get(experiment));
    }

    Optional<String> loadAfter() {
        return Optional.ofNullable(loadAfter);
    }

    /** Steps that need not be taken again; a start that was not warm has to be begun anew. */
    int stepsDone() {
        return preparations.size() * STEPS_OF_A_PREPARATION + trials.values().stream().mapToInt(Map::size).sum()
                + loads.values().stream().mapToInt(LoadExperiment::stepsOf).sum();
    }
}
