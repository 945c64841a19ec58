package okko.switchd.control;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import okko.switchd.datapath.Datapaths;
import okko.switchd.external.ProcessorStatus;
import okko.switchd.external.ProcessorSupervisor;
import okko.switchd.packet.Placement;
import okko.switchd.packet.ProcessorState;
import okko.switchd.port.OpenPort;
import okko.switchd.port.RingPort;
import okko.switchd.program.LoadResult;
import okko.switchd.program.PreparedProgram;
import okko.switchd.program.ProgramOptions;
import okko.switchd.program.ProgramStatus;
import okko.switchd.program.ProgramStore;
import org.agrona.concurrent.NanoClock;

/**
 * {@code prog share} and {@code prog move}: a program goes from the switch to the processor behind a port and back,
 * while traffic flows; rules that ask it stay as they are.
 *
 * <p>To share a program is to give it maps in files: a second self is prepared aside, and between two batches gets the
 * contents and takes the first one's place. To move it is to change one field that the datapath threads read. On the
 * way back they first take in what the processor still has, and receive nothing else meanwhile; so no packet is asked
 * about out of turn.
 */
public final class ProgramMoveCommands {

    /** How long all other ports may wait for a processor's last answers. */
    private static final long PATIENCE_NS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Parts parts;
    private final Map<String, Ring> rings = new TreeMap<>();

    /** By program that runs in a processor: process that was started for it, 0 if somebody else started it. */
    private final Map<Integer, Long> started = new HashMap<>();

    private boolean isMoving;

    /**
     * Makes the commands.
     *
     * @param parts of the switch that they need
     * @param open  ports of the switch
     */
    public ProgramMoveCommands(Parts parts, List<OpenPort> open) {
        this.parts = parts;
        for (OpenPort port : open) {
            if (port.port() instanceof RingPort ring) {
                rings.put(port.config().name(), new Ring(ring, port.config().number(), port.thread()));
            }
        }
    }

    private record Ring(RingPort port, int number, int thread) {}

    /**
     * What the commands work on.
     *
     * @param bridge     that the programs belong to
     * @param programs   on the control thread
     * @param files      where shared programs are
     * @param table      whose flows ask them
     * @param datapaths  that ask them
     * @param calls      to the datapath threads
     * @param supervisor knows who is attached
     * @param loader     runs what takes long
     * @param clock      monotonic
     */
    public record Parts(
            Bridge bridge, ProgramStore programs, ProgramFiles files, TableChanges table, Datapaths datapaths,
            DatapathCalls calls, ProcessorSupervisor supervisor, Executor loader, NanoClock clock) {}

    /**
     * What another process needs to run a shared program.
     *
     * @param program  number
     * @param object   file that holds its object
     * @param function that it enters; empty for the first one
     * @param engine   label of what runs it
     * @param maps     directory of its maps
     * @param threads  for how many threads its maps are
     */
    public record SharedProgram(
            int program, String object, String function, String engine, String maps, int threads) {}

    /**
     * A program that has moved.
     *
     * @param program number
     * @param place   where it runs now: {@code switch}, or the name of a port
     * @param pid     process that runs it now, or that ran it and is not needed any more; 0 if there is none, or it was
     *                started by somebody else
     * @param late    packets that the processor has not answered in time; what is known of them is told by its port
     */
    public record MovedProgram(int program, String place, long pid, int late) {}

    /**
     * Adds the commands to others.
     *
     * @param commands by name
     */
    public void register(Map<String, Command> commands) {
        commands.put("prog share", arguments -> alone(() -> share(arguments)));
        commands.put("prog move", arguments -> alone(() -> move(arguments)));
    }

    @FunctionalInterface
    private interface Step {
        CompletableFuture<?> begin() throws CommandException;
    }

    /** One at a time: a move depends on where all programs are. */
    private CompletableFuture<?> alone(Step step) throws CommandException {
        if (isMoving) {
            throw new CommandException("another program is being moved; try again");
        }
        CompletableFuture<?> running;
        try {
            running = step.begin();
        } catch (IllegalArgumentException e) {
            throw new CommandException(e.getMessage());
        }
        isMoving = true;
        return running.whenComplete((_, _) -> isMoving = false);
    }

    private CompletableFuture<?> share(Arguments arguments) throws CommandException {
        parts.bridge.check(arguments);
        int id = ProgramChangeCommands.id(arguments);
        checkFree(id, arguments.text("to"));
        if (parts.programs.options(id).isInFiles()) {
            return CompletableFuture.completedFuture(shared(id));
        }
        Path directory = directory(id);
        try {
            return secondSelf(id, directory).handle((shared, failure) -> {
                if (failure == null) {
                    return CompletableFuture.completedFuture(shared);
                }
                ProgramFiles.discard(directory);
                return CompletableFuture.<SharedProgram>failedFuture(failure);
            }).thenCompose(Function.identity());
        } catch (UncheckedIOException | IllegalArgumentException e) {
            ProgramFiles.discard(directory);
            throw e instanceof UncheckedIOException io ? noFiles(id, io) : new CommandException(e.getMessage());
        }
    }

    private Path directory(int id) throws CommandException {
        try {
            return parts.files.make(id);
        } catch (UncheckedIOException e) {
            throw noFiles(id, e);
        }
    }

    private static CommandException noFiles(int id, UncheckedIOException e) {
        return new CommandException("filter_prog=" + id + ": no files for its maps: " + e.getCause().getMessage());
    }

    private CompletableFuture<SharedProgram> secondSelf(int id, Path directory) {
        Path maps = ProgramFiles.maps(directory);
        ProgramFiles.write(ProgramFiles.object(directory), parts.programs.object(id));
        Supplier<PreparedProgram> preparing = parts.programs.prepareInFiles(id, maps);
        CompletableFuture<PreparedProgram> prepared = new CompletableFuture<>();
        parts.loader.execute(() -> parts.calls.answer(prepared, preparing.get()));
        return prepared.thenCompose(second -> install(id, second)).thenApply(_ -> {
            parts.files.keep(id, directory);
            return shared(id);
        });
    }

    private CompletableFuture<?> install(int id, PreparedProgram second) {
        ProgramStore.Continuation continuation;
        try {
            continuation = parts.programs.installSecond(id, second);
        } catch (IllegalArgumentException e) { // it was unloaded meanwhile
            return CompletableFuture.failedFuture(new CommandException(e.getMessage()));
        }
        return switch (continuation.result()) {
            case LoadResult.Refused(List<String> lines) ->
                CompletableFuture.failedFuture(new CommandException(String.join("\n", lines)));
            case LoadResult.Loaded _ -> parts.table.change(flows -> {
                flows.changeFacilities(facilities -> facilities.withPrograms(parts.programs.actions()));
                return flows.renewFilters(id);
            }, continuation.handOver())
                    .thenRun(parts.programs::closeRetired);
        };
    }

    private SharedProgram shared(int id) {
        ProgramOptions options = parts.programs.options(id);
        return new SharedProgram(id, ProgramFiles.object(parts.files.of(id)).toString(), options.function().orElse(""),
                options.engine().label(), options.maps().orElseThrow().toString(), parts.calls.threads());
    }

    private CompletableFuture<?> move(Arguments arguments) throws CommandException {
        parts.bridge.check(arguments);
        int id = ProgramChangeCommands.id(arguments);
        String to = arguments.text("to");
        if (to.equals(ProgramStore.IN_SWITCH)) {
            return moveBack(id);
        }
        checkFree(id, to);
        if (!parts.programs.options(id).isInFiles()) {
            throw new CommandException("filter_prog=" + id + " has no maps in files yet: prog share it first");
        }
        long pid = arguments.number("pid", 0, 0);
        long attached = pid(to);
        if (attached == 0 || pid != 0 && pid != attached) {
            throw new CommandException("port " + to + (attached == 0 ? ": no processor is attached"
                    : ": the processor is process " + attached + ", not " + pid));
        }
        return moveOut(id, to, pid);
    }

    /** Refuses a port that cannot take a program, and a program that cannot go there. */
    private void checkFree(int id, String to) throws CommandException {
        if (!rings.containsKey(to)) {
            throw new CommandException("no ring port is named " + to + "; there are "
                    + (rings.isEmpty() ? "none" : String.join(", ", rings.keySet())));
        }
        for (ProgramStatus program : parts.programs.list()) {
            if (program.id() == id && !program.place().equals(ProgramStore.IN_SWITCH)) {
                throw new CommandException("filter_prog=" + id + " runs at port " + program.place() + " already");
            }
            if (program.id() != id && program.place().equals(to)) {
                throw new CommandException("port " + to + " runs filter_prog=" + program.id()
                        + " already; a port runs one program");
            }
        }
        parts.programs.options(id); // refuses a program that is not there
    }

    private CompletableFuture<?> moveOut(int id, String to, long pid) {
        Ring ring = rings.get(to);
        Placement placement = parts.programs.placement(id);
        parts.programs.place(id, to); // at once: from now on nobody may replace or unload it
        return parts.calls.ask(() -> {
            boolean isThere = ring.port.state() == ProcessorState.ATTACHED;
            if (isThere) {
                placement.moveTo(ring.number);
            }
            return isThere;
        }).thenCompose(isThere -> {
            if (!isThere) {
                parts.programs.place(id, ProgramStore.IN_SWITCH);
                return CompletableFuture.failedFuture(
                        new CommandException("port " + to + ": the processor is not there any more"));
            }
            started.put(id, pid);
            return CompletableFuture.completedFuture(new MovedProgram(id, to, pid, 0));
        });
    }

    private CompletableFuture<?> moveBack(int id) throws CommandException {
        String from = parts.programs.list().stream().filter(program -> program.id() == id).map(ProgramStatus::place)
                .findFirst().orElse(ProgramStore.IN_SWITCH);
        if (from.equals(ProgramStore.IN_SWITCH)) {
            parts.programs.options(id); // refuses a program that is not there
            throw new CommandException("filter_prog=" + id + " runs in the switch already");
        }
        Ring ring = rings.get(from);
        Placement placement = parts.programs.placement(id);
        CompletableFuture<Integer> late = new CompletableFuture<>();
        parts.calls.submit(() -> {
            long deadlineNs = parts.clock.nanoTime() + PATIENCE_NS;
            parts.datapaths.finish(ring.number, ring.thread,
                    () -> isDone(ring) || parts.clock.nanoTime() - deadlineNs >= 0,
                    () -> {
                        placement.moveToSwitch();
                        parts.calls.answer(late, ring.port.openQuestions());
                    });
        });
        return late.thenApply(count -> {
            parts.programs.place(id, ProgramStore.IN_SWITCH);
            long pid = started.remove(id);
            // A number that is attached no more may be another process by now.
            return new MovedProgram(id, ProgramStore.IN_SWITCH, pid == pid(from) ? pid : 0, count);
        });
    }

    /** Whether no packet is asked about there, or on its way there or back between two threads. */
    private boolean isDone(Ring ring) {
        return ring.port.openQuestions() == 0 && parts.datapaths.handedOver() == 0;
    }

    /** Process that serves a port, 0 if there is none. */
    private long pid(String port) {
        return parts.supervisor.list().stream().filter(processor -> processor.port().equals(port))
                .mapToLong(ProcessorStatus::pid).findFirst().orElse(0);
    }
}
