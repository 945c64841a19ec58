package okko.switchd.program;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How to load a filter program.
 *
 * @param function name of the function to enter; empty for the first one of the object
 * @param engine   that executes it
 * @param maps     directory where the program's maps are files that other processes map too; empty for maps of its own
 */
public record ProgramOptions(Optional<String> function, FilterEngine engine, Optional<Path> maps) {

    /** First function of the object, compiled, with maps of its own. */
    public static final ProgramOptions DEFAULT =
            new ProgramOptions(Optional.empty(), FilterEngine.JIT, Optional.empty());
}
