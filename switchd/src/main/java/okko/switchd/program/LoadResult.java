package okko.switchd.program;

import java.util.List;

/** What became of an attempt to load a filter program. */
public sealed interface LoadResult {

    /**
     * The program is loaded.
     *
     * @param program as it stands
     */
    record Loaded(ProgramStatus program) implements LoadResult {}

    /**
     * The program is not loaded, and nothing is left behind.
     *
     * @param lines why: a line that stands for itself, then details
     */
    record Refused(List<String> lines) implements LoadResult {}
}
