package okko.eval.setup;

import java.util.Optional;
import okko.eval.workload.Workload;

/** In which of its forms a place runs user code. */
public enum CodeForm {
    /** None at all. */
    NONE,
    /** The BPF object. */
    OBJECT,
    /** The Java processor. */
    PROCESSOR;

    /**
     * Looks whether a workload has this form.
     *
     * @param workload the job
     * @return what it lacks, in a line; empty if nothing
     */
    public Optional<String> missingIn(Workload workload) {
        return switch (this) {
            case NONE -> Optional.empty();
            case OBJECT -> workload.object().isPresent() ? Optional.empty()
                    : Optional.of("runs a BPF object, and " + workload.label() + " has none (--object)");
            case PROCESSOR -> workload.processor().isPresent() ? Optional.empty()
                    : Optional.of("runs a Java processor, and " + workload.label() + " has none (--processor)");
        };
    }
}
