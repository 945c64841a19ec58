package okko.switchd.program;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import okko.bpf.image.Abi;
import okko.bpf.image.Role;
import okko.bpf.map.BpfMap;
import okko.bpf.map.MapDefinition;
import okko.bpf.program.BpfProgram;
import okko.bpf.program.LoadOptions;
import okko.bpf.program.LoadOutcome;
import okko.bpf.verify.Finding;
import okko.bpf.verify.FindingText;
import okko.switchd.packet.Filter;
import org.agrona.concurrent.NanoClock;

/** The filter programs that are loaded, by number. Confined to the control thread. */
public final class ProgramStore implements AutoCloseable {

    private static final int MAX_ID = 0xffff;

    private final TreeMap<Integer, Entry> programs = new TreeMap<>();
    private final NanoClock clock;
    private final Consumer<String> log;

    /**
     * Starts without programs.
     *
     * @param clock what programs see as the time
     * @param log   where programs write their lines; called on datapath threads
     */
    public ProgramStore(NanoClock clock, Consumer<String> log) {
        this.clock = clock;
        this.log = log;
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
        return () -> prepare(id, options.engine(), new FilterCounters(), () -> BpfProgram.load(object, loadOptions));
    }

    /**
     * Prepares the successor of a program; maps of the same layout keep their contents, counters go on.
     *
     * @param id      of the program
     * @param object  contents of an ELF file
     * @param options how
     * @return as {@link #prepareNew}
     * @throws IllegalArgumentException if there is no such program
     */
    public Supplier<PreparedProgram> prepareReplacement(int id, byte[] object, ProgramOptions options) {
        LoadOptions loadOptions = loadOptions(options);
        Entry old = entry(id);
        return () -> prepare(id, options.engine(), old.counters, () -> old.program.replacement(object, loadOptions));
    }

    private LoadOptions loadOptions(ProgramOptions options) {
        return LoadOptions.DEFAULT
                .withProgram(options.function().orElse(null)).withRole(Role.FILTER).with(clock, log)
                .withWarmUp(LoadOptions.USUAL_WARM_UP).withMapsIn(options.maps().orElse(null));
    }

    private static PreparedProgram prepare(
            int id, FilterEngine engine, FilterCounters counters, Supplier<LoadOutcome> loading) {
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
            case LoadOutcome.Loaded(BpfProgram program) -> compiled(where, program, engine, counters);
            case LoadOutcome.Refused(String name, List<Finding> findings) ->
                new PreparedProgram(null, engine, counters, findings.stream()
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
            String where, BpfProgram program, FilterEngine engine, FilterCounters counters) {
        Abi abi = program.image().abi();
        if (abi != Abi.OKO) {
            program.close();
            return PreparedProgram.refused("%s: program %s is of ABI %s; a filter is a program of ABI %s"
                    .formatted(where, program.image().name(), abi.label(), Abi.OKO.label()));
        }
        try {
            program.newFunction(engine.engine()).close();
            return new PreparedProgram(program, engine, counters, List.of());
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
                        : null;
        if (refusal != null) {
            prepared.program().close();
            return new LoadResult.Refused(List.of("filter_prog=" + id + ": " + refusal));
        }
        if (old != null) {
            old.program.close();
        }
        Entry entry = new Entry(id, prepared.program(), prepared.engine(), prepared.counters());
        programs.put(id, entry);
        return new LoadResult.Loaded(entry.status());
    }

    /**
     * Unloads a program. Its maps go when the last of its filters is closed.
     *
     * @param id of the program
     * @throws IllegalArgumentException if there is no such program; the message is one line for the user
     */
    public void unload(int id) {
        Entry entry = entry(id);
        programs.remove(id);
        entry.program.close();
    }

    /**
     * Makes a filter for one rule and one datapath thread.
     *
     * @param id of the program
     * @return a new filter; what it counts is added to the program's
     * @throws IllegalArgumentException if there is no such program; the message is one line for the user
     */
    public Filter filter(int id) {
        Entry entry = entry(id);
        return new BpfFilter(entry.program.newFunction(entry.engine.engine()), entry.counters);
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
        programs.values().forEach(entry -> entry.program.close());
        programs.clear();
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

    private record Entry(int id, BpfProgram program, FilterEngine engine, FilterCounters counters) {

        ProgramStatus status() {
            return new ProgramStatus(id, program.image().name(), engine.label(), program.image().code().slots(),
                    program.maps().size(), counters.runs(), counters.matches(), counters.faults(),
                    program.statistics().meanNs(), program.keptMaps());
        }
    }
}
