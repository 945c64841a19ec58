package okko.switchd.openflow.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import okko.switchd.control.CommandException;
import okko.switchd.control.ProgramChanges;
import okko.switchd.openflow.MapDescription;
import okko.switchd.openflow.MapPart;
import okko.switchd.openflow.Message;
import okko.switchd.openflow.OpenFlowError;
import okko.switchd.openflow.OpenFlowException;
import okko.switchd.openflow.ProgramDescription;
import okko.switchd.openflow.ProgramMessage;
import okko.switchd.openflow.ProgramMessage.DeleteEntries;
import okko.switchd.openflow.ProgramMessage.DumpMaps;
import okko.switchd.openflow.ProgramMessage.ListMaps;
import okko.switchd.openflow.ProgramMessage.ListPrograms;
import okko.switchd.openflow.ProgramMessage.LoadCommand;
import okko.switchd.openflow.ProgramMessage.LoadOptions;
import okko.switchd.openflow.ProgramMessage.LoadProgram;
import okko.switchd.openflow.ProgramMessage.MapContents;
import okko.switchd.openflow.ProgramMessage.MapDump;
import okko.switchd.openflow.ProgramMessage.MapList;
import okko.switchd.openflow.ProgramMessage.ProgramList;
import okko.switchd.openflow.ProgramMessage.SendMaps;
import okko.switchd.openflow.ProgramMessage.UnloadProgram;
import okko.switchd.openflow.ProgramMessage.UpdateMap;
import okko.switchd.program.FilterEngine;
import okko.switchd.program.MapEntry;
import okko.switchd.program.MapStatus;
import okko.switchd.program.ProgramAbi;
import okko.switchd.program.ProgramOptions;
import okko.switchd.program.ProgramStatus;
import okko.switchd.program.ProgramStore;
import okko.switchd.program.ProgramUse;

/** What controllers ask of programs and their maps. On the control thread. */
final class ProgramRequests {

    private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);

    private final ProgramStore programs;
    private final ProgramChanges changes;
    private final Consumer<MapContents> controllers;
    private final Uploads uploads = new Uploads();

    /**
     * Makes the handler.
     *
     * @param programs    that are loaded
     * @param changes     load and unload them
     * @param controllers all that are told what the switch tells by itself
     */
    ProgramRequests(ProgramStore programs, ProgramChanges changes, Consumer<MapContents> controllers) {
        this.programs = programs;
        this.changes = changes;
        this.controllers = controllers;
    }

    /** As {@link RequestHandler#handle}. */
    CompletableFuture<Void> handle(Controller controller, int xid, ProgramMessage message) throws OpenFlowException {
        return switch (message) {
            case LoadProgram load -> load(controller, load);
            case UnloadProgram(int program) -> unload(program);
            case ListPrograms(int program) -> answer(controller, xid, new ProgramList(list(program)));
            case ListMaps(int program) -> answer(controller, xid, new MapList(maps(program)));
            case DumpMaps(int program, List<Integer> maps) -> answer(controller, xid, new MapDump(dump(program, maps)));
            case UpdateMap(MapPart part) -> update(controller, part);
            case DeleteEntries(MapPart part) -> delete(controller, part);
            case SendMaps(int program) -> {
                sendMaps(program);
                yield DONE;
            }
            case ProgramMessage.ListFlowRuns _, ProgramMessage.FlowRunsList _, ProgramMessage.ExplainErrors _,
                    ProgramList _, MapList _, MapDump _, MapContents _ ->
                throw new OpenFlowException(OpenFlowError.OFPBRC_BAD_EXPERIMENTER_TYPE,
                        "nothing that a switch is asked: " + message.getClass().getSimpleName());
        };
    }

    /** Forgets what a connection has begun to bring. */
    void gone(Controller controller) {
        uploads.forget(controller);
    }

    /** Tells all controllers what the maps of a program hold; of a program that is not there, nothing. */
    void sendMaps(int program) throws OpenFlowException {
        for (MapPart part : dump(program, maps(program).stream().map(MapDescription::map).toList())) {
            controllers.accept(new MapContents(part));
        }
    }

    private static CompletableFuture<Void> answer(Controller controller, int xid, Message message) {
        controller.send(xid, message);
        return DONE;
    }

    private CompletableFuture<Void> load(Controller controller, LoadProgram message) throws OpenFlowException {
        Optional<Uploads.Whole<LoadProgram>> whole = uploads.add(controller, message,
                message.command() + " " + message.program(), message.object());
        if (whole.isEmpty()) {
            return DONE;
        }
        int program = message.program();
        if (program == ProgramMessage.ALL_PROGRAMS) {
            throw new OpenFlowException(OpenFlowError.OKKO_BAD_VALUE, "filter_prog=0: the number must be 1 to 65535");
        }
        byte[] object = whole.get().bytes();
        ProgramOptions options = options(whole.get().first().options());
        if (message.command() == LoadCommand.REPLACE) {
            check(program);
        }
        try {
            return refusing(OpenFlowError.OKKO_PROGRAM_REFUSED, message.command() == LoadCommand.LOAD
                    ? changes.load(program, object, options)
                    : changes.replace(program, object, options));
        } catch (IllegalArgumentException e) {
            throw new OpenFlowException(OpenFlowError.OKKO_PROGRAM_REFUSED, e.getMessage());
        }
    }

    private static ProgramOptions options(LoadOptions options) {
        return new ProgramOptions(options.function(), options.engine(), Optional.empty(), options.use(),
                ProgramOptions.GlobalData.PRIVATE, options.abi());
    }

    private static CompletableFuture<Void> refusing(OpenFlowError error, CompletableFuture<?> change) {
        return change.handle((_, failure) -> {
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            if (cause instanceof CommandException refusal) {
                throw new CompletionException(new OpenFlowException(error, refusal.getMessage()));
            }
            if (cause != null) {
                throw new CompletionException(cause);
            }
            return null;
        });
    }

    private CompletableFuture<Void> unload(int program) throws OpenFlowException {
        check(program);
        try {
            return changes.unload(program).thenApply(_ -> null);
        } catch (IllegalArgumentException e) {
            throw new OpenFlowException(OpenFlowError.OKKO_PROGRAM_REFUSED, e.getMessage());
        }
    }

    private void check(int program) throws OpenFlowException {
        if (!programs.isLoaded(program)) {
            throw new OpenFlowException(OpenFlowError.OKKO_NO_SUCH_PROGRAM,
                    "filter_prog=" + program + " is not loaded");
        }
    }

    private List<ProgramStatus> chosen(int program) throws OpenFlowException {
        if (program != ProgramMessage.ALL_PROGRAMS) {
            check(program);
        }
        return programs.list().stream()
                .filter(status -> program == ProgramMessage.ALL_PROGRAMS || status.id() == program)
                .toList();
    }

    private List<ProgramDescription> list(int program) throws OpenFlowException {
        return chosen(program).stream().map(ProgramRequests::describe).toList();
    }

    private static ProgramDescription describe(ProgramStatus status) {
        return new ProgramDescription(status.id(), status.name(), ProgramUse.ofLabel(status.use()),
                ProgramAbi.ofLabel(status.abi()), FilterEngine.ofLabel(status.engine()), status.place(),
                status.maps(), status.instructions(), status.objectBytes(), status.loadedAtMs(), status.runs(),
                status.matches(), status.faults(), Math.round(1_000 * status.meanNs()));
    }

    private List<MapDescription> maps(int program) throws OpenFlowException {
        List<MapDescription> maps = new ArrayList<>();
        for (ProgramStatus status : chosen(program)) {
            for (MapStatus map : programs.maps(status.id()).list()) {
                maps.add(new MapDescription(status.id(), map.index(), map.name(), map.type(), map.keyBytes(),
                        map.valueBytes(), map.maxEntries(), map.size()));
            }
        }
        return maps;
    }

    private MapStatus map(int program, int index) throws OpenFlowException {
        check(program);
        List<MapStatus> maps = programs.maps(program).list();
        if (index >= maps.size()) {
            throw new OpenFlowException(OpenFlowError.OKKO_NO_SUCH_MAP,
                    "filter_prog=%d has %d maps: index=%d".formatted(program, maps.size(), index));
        }
        return maps.get(index);
    }

    private List<MapPart> dump(int program, List<Integer> maps) throws OpenFlowException {
        List<MapPart> dumps = new ArrayList<>();
        for (int index : maps) {
            MapStatus map = map(program, index);
            dumps.add(MapPart.of(program, index, map, programs.maps(program).entries(index)));
        }
        return dumps;
    }

    private CompletableFuture<Void> update(Controller controller, MapPart part) throws OpenFlowException {
        for (MapEntry entry : brought(controller, part, "entries")) {
            change(() -> programs.maps(part.program()).put(part.map(), entry));
        }
        return DONE;
    }

    private CompletableFuture<Void> delete(Controller controller, MapPart part) throws OpenFlowException {
        for (MapEntry entry : brought(controller, part, "keys")) {
            change(() -> programs.maps(part.program()).remove(part.map(), entry.key()));
        }
        return DONE;
    }

    private static void change(Runnable change) throws OpenFlowException {
        try {
            change.run();
        } catch (IllegalArgumentException e) {
            throw new OpenFlowException(OpenFlowError.OKKO_ENTRY_REFUSED, e.getMessage());
        }
    }

    /** All entries, when the last part of them is there; none before. */
    private List<MapEntry> brought(Controller controller, MapPart part, String what) throws OpenFlowException {
        MapStatus map = map(part.program(), part.map());
        int valueBytes = what.equals("keys") ? 0 : map.valueBytes();
        if (part.keyBytes() != map.keyBytes() || part.valueBytes() != valueBytes) {
            throw new OpenFlowException(OpenFlowError.OKKO_ENTRY_REFUSED,
                    "filter_prog=%d: map %d (%s) has keys of %d and values of %d bytes, not %d and %d".formatted(
                            part.program(), part.map(), map.name(), map.keyBytes(), map.valueBytes(),
                            part.keyBytes(), part.valueBytes()));
        }
        String name = "%s of map %d of filter_prog=%d".formatted(what, part.map(), part.program());
        Optional<Uploads.Whole<MapPart>> whole = uploads.add(controller, part, name, part.entries());
        try {
            return whole.isEmpty() ? List.of() : part.entries(whole.get().bytes());
        } catch (IllegalArgumentException e) {
            throw new OpenFlowException(OpenFlowError.OKKO_ENTRY_REFUSED, e.getMessage());
        }
    }
}
