package okko.eval.journal;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okko.eval.journal.RunRecord.KeptExperiment;
import okko.eval.journal.RunRecord.KeptVariant;
import okko.eval.load.LoadLog;
import okko.eval.load.LoadStart;
import okko.eval.measure.Trial;
import okko.eval.run.Experiment;
import okko.eval.run.Method;
import okko.eval.run.Outcome;
import okko.eval.run.TrialLog;
import okko.eval.run.Variant;

/**
 * A run while it is measured. What it is told is on the disk when the call returns; what an earlier attempt was told it
 * knows. For one thread.
 */
public final class RunLog implements TrialLog, LoadLog, AutoCloseable {

    private final String name;
    private final RunContents contents;
    private final RunQueue queue;
    private final RunLock lock;

    RunLog(String name, RunContents contents, RunQueue queue, RunLock lock) {
        this.name = name;
        this.contents = contents;
        this.queue = queue;
        this.lock = lock;
    }

    /** {@return the run's name} */
    public String name() {
        return name;
    }

    void ask(RunRequest request) throws IOException {
        write(new RunRecord.Asked(request));
    }

    /** {@return what was asked for} */
    public RunRequest request() {
        return contents.request().orElseThrow();
    }

    /**
     * An attempt begins.
     *
     * @param inputs what it works with
     * @throws IOException if an earlier attempt worked with something else, so that their numbers cannot stand side by
     *                     side, saying what differs; or if it cannot be kept
     */
    public void attempt(RunInputs inputs) throws IOException {
        Optional<String> difference = contents.inputs().flatMap(inputs::differenceFrom);
        if (difference.isPresent()) {
            throw new IOException("the run " + name + " cannot be gone on with: " + difference.get());
        }
        write(new RunRecord.Attempted(inputs));
    }

    /**
     * Says whether an experiment is over.
     *
     * @param experiment its id
     * @return whether an earlier attempt concluded it
     */
    public boolean isConcluded(String experiment) {
        return contents.conclusion(experiment).isPresent();
    }

    /**
     * An experiment begins.
     *
     * @param experiment to be run
     * @param method     how
     * @throws IOException if it cannot be kept
     */
    public void begin(Experiment experiment, Method method) throws IOException {
        List<KeptVariant> variants = experiment.variants().stream().map(RunLog::kept).toList();
        write(new RunRecord.Begun(new KeptExperiment(experiment.id(), experiment.figure().label(), experiment.title(),
                experiment.axis().orElse(null), experiment.reference(), method, variants)));
    }

    private static KeptVariant kept(Variant variant) {
        return new KeptVariant(variant.label(), variant.workload(), variant.setup(), variant.parameters());
    }

    /**
     * An experiment is over.
     *
     * @param experiment its id
     * @param outcomes   of its variants; their trials are kept already
     * @throws IOException if it cannot be kept
     */
    public void conclude(String experiment, List<Outcome> outcomes) throws IOException {
        Map<String, String> unproved = new LinkedHashMap<>();
        Map<String, String> skipped = new LinkedHashMap<>();
        for (Outcome outcome : outcomes) {
            switch (outcome) {
                case Outcome.Proved _ -> { }
                case Outcome.Unproved(Variant variant, String reason) -> unproved.put(variant.label(), reason);
                case Outcome.Skipped(Variant variant, String reason) -> skipped.put(variant.label(), reason);
            }
        }
        write(new RunRecord.Concluded(experiment, unproved, skipped));
    }

    /**
     * The run is over.
     *
     * @param loadAfter load averages of the machine
     * @throws IOException if it cannot be kept
     */
    public void end(String loadAfter) throws IOException {
        write(new RunRecord.Ended(loadAfter));
    }

    /** {@return the run as it is kept so far} */
    public PastRun soFar() {
        return new PastRun(name, contents.loadAfter().isPresent() ? RunState.FINISHED : RunState.RUNNING, contents);
    }

    @Override
    public Optional<Preparation> preparation(TrialLog.Place place) {
        return contents.preparation(place);
    }

    @Override
    public Optional<Trial> trial(TrialLog.Place place, int round) {
        return Optional.ofNullable(contents.trials(place).get(round));
    }

    @Override
    public void prepared(TrialLog.Place place, Preparation preparation) throws IOException {
        write(new RunRecord.Prepared(place, preparation));
    }

    @Override
    public void timed(TrialLog.Place place, Trial trial) throws IOException {
        write(new RunRecord.Timed(place, trial));
    }

    @Override
    public Optional<LoadStart> find(LoadLog.Place place) {
        return contents.load(place);
    }

    @Override
    public void keep(LoadLog.Place place, LoadStart measured) throws IOException {
        write(new RunRecord.Loaded(place, measured));
    }

    private void write(RunRecord entry) throws IOException {
        queue.append(entry);
        contents.add(entry);
    }

    @Override
    public void close() throws IOException {
        try (lock) {
            queue.close();
        }
    }
}
