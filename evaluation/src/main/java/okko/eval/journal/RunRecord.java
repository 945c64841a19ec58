package okko.eval.journal;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Map;
import okko.eval.load.LoadLog;
import okko.eval.load.LoadStart;
import okko.eval.measure.Trial;
import okko.eval.run.Method;
import okko.eval.run.TrialLog.Place;
import okko.eval.run.TrialLog.Preparation;

/** Something that came to be known of a run; the components' names are keys in the file. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "record")
@JsonSubTypes({
    @JsonSubTypes.Type(value = RunRecord.Asked.class, name = "asked"),
    @JsonSubTypes.Type(value = RunRecord.Attempted.class, name = "attempted"),
    @JsonSubTypes.Type(value = RunRecord.Begun.class, name = "begun"),
    @JsonSubTypes.Type(value = RunRecord.Prepared.class, name = "prepared"),
    @JsonSubTypes.Type(value = RunRecord.Timed.class, name = "timed"),
    @JsonSubTypes.Type(value = RunRecord.Loaded.class, name = "loaded"),
    @JsonSubTypes.Type(value = RunRecord.Concluded.class, name = "concluded"),
    @JsonSubTypes.Type(value = RunRecord.Ended.class, name = "ended")
})
sealed interface RunRecord {

    /** The first of every run. */
    record Asked(RunRequest request) implements RunRecord {}

    /** The run was begun, or gone on with. */
    record Attempted(RunInputs inputs) implements RunRecord {}

    /** An experiment was begun, or gone on with. */
    record Begun(KeptExperiment experiment) implements RunRecord {}

    /** A start is proved and warm. */
    record Prepared(Place place, Preparation preparation) implements RunRecord {}

    /** A trial was made. */
    record Timed(Place place, Trial trial) implements RunRecord {}

    /** A start was put under load. */
    record Loaded(LoadLog.Place place, LoadStart measured) implements RunRecord {}

    /** An experiment is over; those of its variants that have no number, by label, and why. */
    record Concluded(String experiment, Map<String, String> unproved, Map<String, String> skipped)
            implements RunRecord {}

    /** The run is finished; the load averages after it. */
    record Ended(String loadAfter) implements RunRecord {}

    /** An experiment without what it takes to run it. */
    record KeptExperiment(String id, String figure, String title, String axis, String reference, Method method,
            List<KeptVariant> variants) {}

    /** A variant without what it takes to start it. */
    record KeptVariant(String label, String workload, String setup, Map<String, String> parameters) {}
}
