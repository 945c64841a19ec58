package okko.switchd.program;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How to load a program.
 *
 * @param function name of the function to enter; empty for the first one of the object
 * @param engine   that executes it
 * @param maps     directory where the program's maps are files that other processes map too; empty for maps of its own
 * @param use      what for; empty for what its ABI is usually for: Oko's for a filter, that of XDP for an action
 * @param globals  whether its global data is there as well: it can be continued in another process then
 * @param abi      that it is written for; empty for that which its section tells
 */
public record ProgramOptions(
        Optional<String> function, FilterEngine engine, Optional<Path> maps, Optional<ProgramUse> use,
        GlobalData globals, Optional<ProgramAbi> abi) {

    /** Where a program's global data is. */
    public enum GlobalData {
        /** In memory of this process. */
        PRIVATE,
        /** With the maps. */
        WITH_MAPS
    }

    /**
     * Options with global data of the program's own, and the ABI of its section.
     *
     * @param function name of the function to enter; empty for the first one of the object
     * @param engine   that executes it
     * @param maps     directory where the program's maps are files; empty for maps of its own
     * @param use      what for; empty for what its ABI is usually for
     */
    public ProgramOptions(
            Optional<String> function, FilterEngine engine, Optional<Path> maps, Optional<ProgramUse> use) {
        this(function, engine, maps, use, GlobalData.PRIVATE, Optional.empty());
    }

    /** {@return whether all that the program remembers is in files, so that another process can continue it} */
    public boolean isInFiles() {
        return globals == GlobalData.WITH_MAPS;
    }

    /**
     * The same with all that the program remembers in files.
     *
     * @param directory that exists
     * @return new options
     */
    ProgramOptions inFiles(Path directory) {
        return new ProgramOptions(function, engine, Optional.of(directory), use, GlobalData.WITH_MAPS, abi);
    }

    /** First function of the object, compiled, with maps of its own. */
    public static final ProgramOptions DEFAULT =
            new ProgramOptions(Optional.empty(), FilterEngine.JIT, Optional.empty(), Optional.empty());
}
