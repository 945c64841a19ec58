package okko.switchd.control;

import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import okko.switchd.program.FilterEngine;
import okko.switchd.program.LoadResult;
import okko.switchd.program.PreparedProgram;
import okko.switchd.program.ProgramOptions;
import okko.switchd.program.ProgramStatus;
import okko.switchd.program.ProgramStore;
import okko.switchd.program.ProgramUse;

/**
 * {@code prog load}, {@code prog replace} and {@code prog unload}, while traffic flows.
 *
 * <p>A program is loaded, verified, compiled and warmed up on a thread of its own. Then the control thread changes the
 * table, and the datapath thread takes the new table over between two batches: each packet meets either the old program
 * or the new one. Only when it has done so are the old filters closed.
 */
public final class ProgramChangeCommands {

    private final Bridge bridge;
    private final ProgramStore programs;
    private final TableChanges table;
    private final DatapathCalls calls;
    private final Executor loader;

    /**
     * Makes the commands.
     *
     * @param bridge   that the programs belong to
     * @param programs on the control thread
     * @param table    whose flows ask them
     * @param calls    back to the control thread
     * @param loader   runs what takes long
     */
    public ProgramChangeCommands(
            Bridge bridge, ProgramStore programs, TableChanges table, DatapathCalls calls, Executor loader) {
        this.bridge = bridge;
        this.programs = programs;
        this.table = table;
        this.calls = calls;
        this.loader = loader;
    }

    /**
     * Adds the commands to others.
     *
     * @param commands by name
     */
    public void register(Map<String, Command> commands) {
        commands.put("prog load", arguments -> change(arguments, programs::prepareNew));
        commands.put("prog replace", arguments -> change(arguments, programs::prepareReplacement));
        commands.put("prog unload", this::unload);
    }

    /** The two ways of preparing a program. */
    @FunctionalInterface
    private interface Preparation {
        Supplier<PreparedProgram> of(int id, byte[] object, ProgramOptions options);
    }

    private CompletableFuture<?> change(Arguments arguments, Preparation preparation) throws CommandException {
        bridge.check(arguments);
        int id = id(arguments);
        Supplier<PreparedProgram> preparing;
        try {
            preparing = preparation.of(id, object(arguments), options(arguments));
        } catch (IllegalArgumentException e) {
            throw new CommandException(e.getMessage());
        }
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

    /** As deleting a group does in OpenFlow 1.3 (6.7): the flows that refer to the program go with it. */
    private CompletableFuture<?> unload(Arguments arguments) throws CommandException {
        bridge.check(arguments);
        int id = id(arguments);
        try {
            programs.unload(id);
        } catch (IllegalArgumentException e) {
            throw new CommandException(e.getMessage());
        }
        return table.make(flows -> {
            flows.changeFacilities(facilities -> facilities.withPrograms(programs.actions()));
            return flows.removeProgram(id);
        }).thenApply(changed -> {
            programs.closeRetired();
            return changed.deleted();
        });
    }

    /** The program that a command names. */
    static int id(Arguments arguments) throws CommandException {
        // No program has a number beyond int, so the largest one stands for them all.
        return Math.clamp(arguments.number("program", 0, 1), 0, Integer.MAX_VALUE);
    }

    private static Optional<ProgramUse> use(Arguments arguments) throws CommandException {
        String text = arguments.text("use", "");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        for (ProgramUse use : ProgramUse.values()) {
            if (use.label().equals(text)) {
                return Optional.of(use);
            }
        }
        throw new CommandException("argument use: expected filter or action");
    }

    private static byte[] object(Arguments arguments) throws CommandException {
        try {
            return Base64.getDecoder().decode(arguments.text("object"));
        } catch (IllegalArgumentException _) {
            throw new CommandException("argument object: expected an object file in Base64");
        }
    }

    private static ProgramOptions options(Arguments arguments) throws CommandException {
        String function = arguments.text("function", "");
        String engine = arguments.text("engine", FilterEngine.JIT.label());
        String maps = arguments.text("maps", "");
        for (FilterEngine known : FilterEngine.values()) {
            if (known.label().equals(engine)) {
                return new ProgramOptions(
                        Optional.of(function).filter(name -> !name.isEmpty()), known,
                        Optional.of(maps).filter(directory -> !directory.isEmpty()).map(Path::of), use(arguments));
            }
        }
        throw new CommandException("argument engine: expected jit or interpreter");
    }
}
