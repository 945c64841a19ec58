package okko.switchd.program;

import java.util.Optional;

/**
 * How to load a filter program.
 *
 * @param function name of the function to enter; empty for the first one of the object
 * @param engine   that executes it
 */
public record ProgramOptions(Optional<String> function, FilterEngine engine) {

    /** First function of the object, compiled. */
    public static final ProgramOptions DEFAULT = new ProgramOptions(Optional.empty(), FilterEngine.JIT);
}
