package okko.switchd.program;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import okko.bpf.image.Abi;
import okko.bpf.image.Role;
import okko.bpf.map.BpfMap;
import okko.bpf.map.MapDefinition;
import okko.bpf.map.MapType;
import okko.bpf.program.BpfProgram;
import okko.bpf.program.LoadOptions;
import okko.bpf.program.LoadOutcome;
import okko.bpf.program.MapCopy;
import okko.bpf.verify.Finding;
import okko.bpf.verify.FindingText;
import okko.switchd.packet.Filter;
import okko.switchd.packet.PacketProgram;
import okko.switchd.packet.PacketRoom;
import okko.switchd.packet.Placement;
import org.agrona.concurrent.NanoClock;

/** The programs that are loaded, by number. Confined to the control thread. */
public final class ProgramStore implements AutoCloseable {

    /** Place of a program that runs in the switch; no port may have this name. */
    public static final String IN_SWITCH = "switch";

    private static final int MAX_ID = 0xffff;

    private final TreeMap<Integer, Entry> programs = new TreeMap<>();
    private final NanoClock clock;
    private final Consumer<String> log;
    private final int threads;
    private final PacketRoom room;

    /** Programs among actions that have been replaced or unloaded, until no datapath thread has them any more. */
    private final List<PacketProgram> retired = new ArrayList<>();

    /**
     * Starts without programs.
     *
     * @param clock   what programs see as the time
     * @param log     where programs write their lines; called on datapath threads
     * @param threads how many datapath threads there are
     * @param room    of packets in their buffers
     */
    public ProgramStore(NanoClock clock, Consumer<String> log, int threads, PacketRoom room) {
        this.room = room;
        this.clock = clock;
        this.log = log;
        this.threads = threads;
    }

    /**
     * Loads a program and verifies it, on the control thread: before the switch starts.
     *
     * @param id      number for {@code filter_prog}, 1 to 65,535
     * @param object  contents of an ELF file
     * @param options how
     * @return the program, or why there is none
     */
    public LoadResult load(int id, byte[] object, ProgramOptions options) {
        return install(id, prepareNew(id, object, options).get());
    }

    /**
     * Prepares a program for a number that is free.
     *
     * @param id      number for {@code filter_prog}, 1 to 65,535
     * @param object  contents of an ELF file
     * @param options how
     * @return loads, verifies, compiles and warms the program up; to be run on any thread, and its result to be given
     *         to {@link #install}
     */
    public Supplier<PreparedProgram> prepareNew(int id, byte[] object, ProgramOptions options) {
        LoadOptions loadOptions = loadOptions(options);
        return () -> prepare(id, new ProgramSource(object, options), new FilterCounters(threads),
                () -> BpfProgram.load(object, loadOptions));
    }

    /**
     * Prepares the successor of a program; maps of the same layout keep their contents, counters go on.
     *
     * @param id      of the program
     * @param object  contents of an ELF file
     * @param options how
     * @return as {@link #prepareNew}
     * @throws IllegalArgumentException if there is no such program, or it is not in the switch
     */
    public Supplier<PreparedProgram> prepareReplacement(int id, byte[] object, ProgramOptions options) {
        LoadOptions loadOptions = loadOptions(options);
        Entry old = entryHere(id);
        return () -> prepare(id, new ProgramSource(object, options), old.counters,
                () -> old.program.replacement(object, loadOptions));
    }

    /**
     * Prepares a program's second self, whose maps are files; to be given to {@link #installSecond}.
     *
     * @param id        of the program
     * @param directory of its maps, if they are not in files yet
     * @return as {@link #prepareNew}
     * @throws IllegalArgumentException if there is no such program, or it can only run in the switch
     */
    public Supplier<PreparedProgram> prepareInFiles(int id, Path directory) {
        Entry old = entryHere(id);
        if (old.program.maps().stream().anyMatch(map -> map.definition().type() == MapType.PROGRAM_ARRAY)) {
            throw new IllegalArgumentException("filter_prog=" + id
                    + " calls other programs by a program array; such a program can only run in the switch");
        }
        byte[] object = old.source.object();
        ProgramOptions options = old.source.options().inFiles(old.source.options().maps().orElse(directory));
        LoadOptions loadOptions = loadOptions(options);
        return () -> prepare(id, new ProgramSource(object, options), old.counters,
                () -> BpfProgram.load(object, loadOptions));
    }

    private LoadOptions loadOptions(ProgramOptions options) {
        return LoadOptions.DEFAULT
                .withProgram(options.function().orElse(null))
                .withRole(options.use().map(ProgramUse::role).orElse(null)).with(clock, log)
                .withThreads(threads)
                .withWarmUp(LoadOptions.USUAL_WARM_UP).withMapFiles(options.maps()
                        .map(directory -> new LoadOptions.MapFiles(directory, switch (options.globals()) {
                            case PRIVATE -> LoadOptions.Sharing.MAPS;
                            case WITH_MAPS -> LoadOptions.Sharing.MAPS_AND_GLOBAL_DATA;
                        }))
                        .orElse(null));
    }

    private static PreparedProgram prepare(
            int id, ProgramSource source, FilterCounters counters, Supplier<LoadOutcome> loading) {
        String where = "filter_prog=" + id;
        LoadOutcome outcome;
        try {
            outcome = loading.get();
        } catch (IllegalStateException _) {
            return PreparedProgram.refused(where + ": the program was unloaded meanwhile");
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
            return PreparedProgram.refused(where + ": " + reason(e));
        }
        return switch (outcome) {
            case LoadOutcome.Loaded(BpfProgram program) -> compiled(where, program, source, counters);
            case LoadOutcome.Refused(String name, List<Finding> findings) ->
                new PreparedProgram(null, source, counters, findings.stream()
                        .flatMap(finding -> FindingText.of(where, name, finding).lines())
                        .toList());
            case LoadOutcome.Malformed(String reason) -> PreparedProgram.refused(where + ": " + reason);
        };
    }

    /** One line also for what nobody has foreseen: whoever waits for the answer must get one. */
    private static String reason(Throwable failure) {
        return failure instanceof IllegalArgumentException
                ? failure.getMessage()
                : "cannot be loaded, by a mistake of the switch: " + failure;
    }

    /** A first function, thrown away, brings to light now what cannot be compiled. */
    private static PreparedProgram compiled(
            String where, BpfProgram program, ProgramSource source, FilterCounters counters) {
        Abi abi = program.image().abi();
        if (abi != Abi.OKO && program.image().role() == Role.FILTER) {
            program.close();
            return PreparedProgram.refused("%s: program %s is of ABI %s; a filter is a program of ABI %s"
                    .formatted(where, program.image().name(), abi.label(), Abi.OKO.label()));
        }
        try {
            program.newFunction(source.options().engine().engine()).close();
            return new PreparedProgram(program, source, counters, List.of());
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
            program.close();
            return PreparedProgram.refused(where + ": " + reason(e));
        }
    }

    /**
     * Takes a prepared program in; filters that are made from now on ask it. A predecessor is closed: its maps go when
     * the last of its filters is closed.
     *
     * @param id       as it was prepared for
     * @param prepared by {@link #prepareNew} or {@link #prepareReplacement}
     * @return the program, or why there is none
     */
    public LoadResult install(int id, PreparedProgram prepared) {
        if (prepared.program() == null) {
            return new LoadResult.Refused(prepared.refusal());
        }
        Entry old = programs.get(id);
        String refusal = id < 1 || id > MAX_ID
                ? "the number must be 1 to 65535"
                : old != null && old.counters != prepared.counters()
                        ? "the number is taken; replace that program, or unload it first"
                        : old != null && !IN_SWITCH.equals(old.place)
                                ? "it was moved to port " + old.place + " meanwhile"
                                : null;
        if (refusal != null) {
            prepared.program().close();
            return new LoadResult.Refused(List.of("filter_prog=" + id + ": " + refusal));
        }
        if (old != null) {
            retire(old);
        }
        Placement placement = old == null ? new Placement() : old.placement;
        Entry entry = new Entry(id, prepared, placement);
        entry.actions = IntStream.range(0, threads).mapToObj(thread -> action(entry, thread)).toList();
        programs.put(id, entry);
        return new LoadResult.Loaded(entry.status());
    }

    /**
     * Lets a program's second self take its place, with the contents of its maps.
     *
     * @param id     of the program
     * @param second from {@link #prepareInFiles}
     * @return what became of it
     * @throws IllegalArgumentException if the program was unloaded meanwhile
     */
    public Continuation installSecond(int id, PreparedProgram second) {
        if (second.program() == null) {
            return new Continuation(install(id, second), () -> { });
        }
        MapCopy copy = entry(id).program.copyTo(second.program());
        LoadResult result = install(id, second);
        if (result instanceof LoadResult.Refused) {
            copy.close();
        }
        return new Continuation(result, () -> {
            try (copy) {
                copy.run();
            }
        });
    }

    /**
     * What became of the attempt to let a program's second self take its place.
     *
     * @param result   whether it is installed
     * @param handOver if it is: copies the contents of the maps; to be run once, when the first self does not run any
     *                 more and the second one not yet
     */
    public record Continuation(LoadResult result, Runnable handOver) {}

    /**
     * Unloads a program. Its maps go when the last of its filters is closed.
     *
     * @param id of the program
     * @throws IllegalArgumentException if there is no such program, or it is not in the switch; the message is one line
     *                                  for the user
     */
    public void unload(int id) {
        Entry entry = entryHere(id);
        programs.remove(id);
        retire(entry);
    }

    /** The program itself goes when the last of its functions is closed. */
    private void retire(Entry entry) {
        retired.addAll(entry.actions);
        entry.program.close();
    }

    /** Closes what {@link #actions()} gave before and does not now; no datapath thread may run it any more. */
    public void closeRetired() {
        retired.forEach(PacketProgram::close);
        retired.clear();
    }

    /** {@return the programs as actions, by number; of each one for every datapath thread} */
    public Map<Integer, List<PacketProgram>> actions() {
        return programs.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, entry -> entry.getValue().actions));
    }

    private PacketProgram action(Entry entry, int thread) {
        return new BpfPacketProgram(entry.program.newFunction(entry.source.options().engine().engine(), thread),
                entry.program.image().abi(), BpfPacketProgram.effects(entry.program.analysis().footprint()),
                entry.counters.ofThread(thread), room);
    }

    /**
     * Makes a filter for one rule and one datapath thread.
     *
     * @param id     of the program
     * @param thread number of the datapath thread
     * @return a new filter; what it counts is added to the program's
     * @throws IllegalArgumentException if there is no such program; the message is one line for the user
     */
    public Filter filter(int id, int thread) {
        Entry entry = entry(id);
        if (entry.program.image().role() != Role.FILTER) {
            throw new IllegalArgumentException("filter_prog=" + id
                    + " was loaded as an action and may change packets; actions=prog:" + id + " runs it");
        }
        return new BpfFilter(entry.program.newFunction(entry.source.options().engine().engine(), thread),
                entry.counters.ofThread(thread), entry.placement,
                BpfFilter.dependsOnlyOn(entry.program.analysis().footprint()));
    }

    /**
     * Tells what a program was loaded from.
     *
     * @param id of the program
     * @return what to start it with in another process
     * @throws IllegalArgumentException if there is no such program
     */
    public ProgramOptions options(int id) {
        return entry(id).source.options();
    }

    /**
     * Tells what a program was loaded from.
     *
     * @param id of the program
     * @return contents of the object file, not to be changed
     * @throws IllegalArgumentException if there is no such program
     */
    public byte[] object(int id) {
        return entry(id).source.object();
    }

    /**
     * Returns what tells the datapath where to ask a program.
     *
     * @param id of the program
     * @return to be changed on the datapath thread, and {@link #place} with it
     * @throws IllegalArgumentException if there is no such program
     */
    public Placement placement(int id) {
        return entry(id).placement;
    }

    /**
     * Notes where a program runs.
     *
     * @param id    of the program
     * @param place name of a port, or {@link #IN_SWITCH}
     */
    public void place(int id, String place) {
        entry(id).place = place;
    }

    /** {@return all programs, by number} */
    public List<ProgramStatus> list() {
        return programs.values().stream().map(Entry::status).toList();
    }

    /**
     * Lists the maps of a program.
     *
     * @param id of the program
     * @return in the program's order
     * @throws IllegalArgumentException if there is no such program
     */
    public List<MapStatus> maps(int id) {
        List<BpfMap> maps = entry(id).program.maps();
        return IntStream.range(0, maps.size())
                .mapToObj(index -> {
                    MapDefinition definition = maps.get(index).definition();
                    return new MapStatus(index, definition.name(), definition.type().name().toLowerCase(Locale.ROOT),
                            definition.keyBytes(), definition.valueBytes(), definition.maxEntries(),
                            maps.get(index).size());
                })
                .toList();
    }

    /**
     * Copies the entries of a map, while programs may go on changing it.
     *
     * @param id    of the program
     * @param index of the map among the program's
     * @return in no order
     * @throws IllegalArgumentException if there is no such program or map
     */
    public List<MapEntry> entries(int id, int index) {
        List<BpfMap> maps = entry(id).program.maps();
        if (index < 0 || index >= maps.size()) {
            throw new IllegalArgumentException("filter_prog=" + id + " has " + maps.size() + " maps: index=" + index);
        }
        List<MapEntry> entries = new ArrayList<>();
        maps.get(index).forEach((key, value) -> entries.add(new MapEntry(key, value)));
        return entries;
    }

    /** Unloads all programs; no datapath may run any more. */
    @Override
    public void close() {
        programs.values().forEach(this::retire);
        programs.clear();
        closeRetired();
    }

    private Entry entry(int id) {
        Entry entry = programs.get(id);
        if (entry == null) {
            String loaded = programs.isEmpty()
                    ? "no program is"
                    : programs.keySet().stream().map(String::valueOf).collect(Collectors.joining(", ", "loaded: ", ""));
            throw new IllegalArgumentException("filter_prog=" + id + " is not loaded; " + loaded);
        }
        return entry;
    }

    /** An entry of a program that may be changed: not one that runs in a processor, which would not notice. */
    private Entry entryHere(int id) {
        Entry entry = entry(id);
        if (!IN_SWITCH.equals(entry.place)) {
            throw new IllegalArgumentException("filter_prog=" + id + " runs at port " + entry.place
                    + "; move it to the switch first: okko ctl prog move " + id + " --to " + IN_SWITCH);
        }
        return entry;
    }

    private static final class Entry {

        private final int id;
        private final BpfProgram program;
        private final ProgramSource source;
        private final FilterCounters counters;
        private final Placement placement;
        private List<PacketProgram> actions = List.of();
        private String place = IN_SWITCH;

        Entry(int id, PreparedProgram prepared, Placement placement) {
            this.id = id;
            program = prepared.program();
            source = prepared.source();
            counters = prepared.counters();
            this.placement = placement;
        }

        ProgramStatus status() {
            return new ProgramStatus(id, program.image().name(), program.image().role().label(),
                    source.options().engine().label(), place,
                    program.image().code().slots(), program.maps().size(), counters.runs(), counters.matches(),
                    counters.faults(), program.statistics().meanNs(), program.keptMaps());
        }
    }
}
