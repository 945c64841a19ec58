package okko.switchd.program;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import okko.bpf.image.Role;
import okko.bpf.map.MapType;
import okko.bpf.program.BpfProgram;
import okko.bpf.program.LoadOptions;
import okko.bpf.program.MapCopy;
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
    private final ProgramPreparation preparation;
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
        this.threads = threads;
        preparation = new ProgramPreparation(clock, log, threads);
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
        LoadOptions loadOptions = preparation.loadOptions(options);
        return () -> ProgramPreparation.prepare(id, new ProgramSource(object, options), new FilterCounters(threads),
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
        LoadOptions loadOptions = preparation.loadOptions(options);
        Entry old = entryHere(id);
        return () -> ProgramPreparation.prepare(id, new ProgramSource(object, options), old.counters,
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
        LoadOptions loadOptions = preparation.loadOptions(options);
        return () -> ProgramPreparation.prepare(id, new ProgramSource(object, options), old.counters,
                () -> BpfProgram.load(object, loadOptions));
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
     * Tries a program out: what it does to maps, counters and statistics is seen by nobody else.
     *
     * @param id          of the program
     * @param roomOfTrial of the packets that it is tried on
     * @return the program, to be closed before it is unloaded
     * @throws IllegalArgumentException if there is no such program
     */
    public ProgramTrial trial(int id, PacketRoom roomOfTrial) {
        return new ProgramTrial(entry(id).program, roomOfTrial);
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
     * Gives the maps of a program.
     *
     * @param id of the program
     * @return what they are and hold, as long as the program is neither replaced nor unloaded
     * @throws IllegalArgumentException if there is no such program
     */
    public ProgramMaps maps(int id) {
        return new ProgramMaps(id, entry(id).program.maps());
    }

    /**
     * Says whether a program is loaded.
     *
     * @param id of the program
     * @return whether it is
     */
    public boolean isLoaded(int id) {
        return programs.containsKey(id);
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
        private final long loadedAtMs = System.currentTimeMillis();
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
                    counters.faults(), program.statistics().meanNs(), program.keptMaps(),
                    program.image().abi().label(), source.object().length, loadedAtMs);
        }
    }
}
