package okko.switchd.control;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import okko.switchd.program.LoadResult;
import okko.switchd.program.PreparedProgram;
import okko.switchd.program.ProgramOptions;
import okko.switchd.program.ProgramStatus;
import okko.switchd.program.ProgramStore;

/**
 * Loads, replaces and unloads programs while traffic flows.
 *
 * <p>A program is loaded, verified, compiled and warmed up on a thread of its own. Then the control thread changes the
 * table, and the datapath thread takes the new table over between two batches: each packet meets either the old program
 * or the new one. Only when it has done so are the old filters closed.
 */
public final class ProgramChanges {

    private final ProgramStore programs;
    private final TableChanges table;
    private final DatapathCalls calls;
    private final Executor loader;

    /**
     * Connects a store of programs to the tables whose flows ask them.
     *
     * @param programs on the control thread
     * @param table    whose flows ask them
     * @param calls    back to the control thread
     * @param loader   runs what takes long
     */
    public ProgramChanges(ProgramStore programs, TableChanges table, DatapathCalls calls, Executor loader) {
        this.programs = programs;
        this.table = table;
        this.calls = calls;
        this.loader = loader;
    }

    /**
     * Loads a program under a number that is free.
     *
     * @param id      its number
     * @param object  contents of the ELF file
     * @param options how
     * @return the program when all datapath threads have it; a {@link CommandException} says why there is none
     */
    public CompletableFuture<ProgramStatus> load(int id, byte[] object, ProgramOptions options) {
        return prepare(id, programs.prepareNew(id, object, options));
    }

    /**
     * Puts another program in a program's place.
     *
     * @param id      its number
     * @param object  contents of the ELF file
     * @param options how
     * @return as {@link #load}
     * @throws IllegalArgumentException if there is no such program, or it is not in the switch
     */
    public CompletableFuture<ProgramStatus> replace(int id, byte[] object, ProgramOptions options) {
        return prepare(id, programs.prepareReplacement(id, object, options));
    }

    private CompletableFuture<ProgramStatus> prepare(int id, Supplier<PreparedProgram> preparing) {
        CompletableFuture<PreparedProgram> prepared = new CompletableFuture<>();
        loader.execute(() -> calls.answer(prepared, preparing.get()));
        return prepared.thenCompose(program -> install(id, program));
    }

    private CompletableFuture<ProgramStatus> install(int id, PreparedProgram prepared) {
        return switch (programs.install(id, prepared)) {
            case LoadResult.Refused(List<String> lines) ->
                CompletableFuture.failedFuture(new CommandException(String.join("\n", lines)));
            case LoadResult.Loaded(ProgramStatus status) ->
                table.change(flows -> {
                    flows.changeFacilities(facilities -> facilities.withPrograms(programs.actions()));
                    return flows.renewFilters(id);
                }).thenApply(_ -> {
                    programs.closeRetired();
                    return status;
                });
        };
    }

    /**
     * Unloads a program. As deleting a group does in OpenFlow 1.3 (6.7): the flows that refer to it go with it.
     *
     * @param id its number
     * @return how many flows went, when no datapath thread has them any more
     * @throws IllegalArgumentException if there is no such program, or it is not in the switch
     */
    public CompletableFuture<Integer> unload(int id) {
        programs.unload(id);
        return table.make(flows -> {
            flows.changeFacilities(facilities -> facilities.withPrograms(programs.actions()));
            return flows.removeProgram(id);
        }).thenApply(changed -> {
            programs.closeRetired();
            return changed.deleted();
        });
    }
}
