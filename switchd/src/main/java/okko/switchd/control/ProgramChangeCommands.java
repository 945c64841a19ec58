package okko.switchd.control;

import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import okko.switchd.program.FilterEngine;
import okko.switchd.program.ProgramOptions;
import okko.switchd.program.ProgramStatus;
import okko.switchd.program.ProgramUse;

/** {@code prog load}, {@code prog replace} and {@code prog unload}. */
public final class ProgramChangeCommands {

    private final Bridge bridge;
    private final ProgramChanges changes;

    /**
     * Makes the commands.
     *
     * @param bridge  that the programs belong to
     * @param changes make them
     */
    public ProgramChangeCommands(Bridge bridge, ProgramChanges changes) {
        this.bridge = bridge;
        this.changes = changes;
    }

    /**
     * Adds the commands to others.
     *
     * @param commands by name
     */
    public void register(Map<String, Command> commands) {
        commands.put("prog load", arguments -> change(arguments, changes::load));
        commands.put("prog replace", arguments -> change(arguments, changes::replace));
        commands.put("prog unload", this::unload);
    }

    /** The two ways of bringing a program. */
    @FunctionalInterface
    private interface Change {
        CompletableFuture<ProgramStatus> of(int id, byte[] object, ProgramOptions options);
    }

    private CompletableFuture<?> change(Arguments arguments, Change change) throws CommandException {
        bridge.check(arguments);
        int id = id(arguments);
        try {
            return change.of(id, object(arguments), options(arguments));
        } catch (IllegalArgumentException e) {
            throw new CommandException(e.getMessage());
        }
    }

    private CompletableFuture<?> unload(Arguments arguments) throws CommandException {
        bridge.check(arguments);
        int id = id(arguments);
        try {
            return changes.unload(id);
        } catch (IllegalArgumentException e) {
            throw new CommandException(e.getMessage());
        }
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
