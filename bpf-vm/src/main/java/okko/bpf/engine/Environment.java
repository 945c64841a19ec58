package okko.bpf.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import okko.bpf.image.ProgramImage;
import okko.bpf.map.BpfMap;
import okko.bpf.map.MapDefinition;
import okko.bpf.map.MapMemory;
import okko.bpf.map.Maps;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.NanoClock;

/**
 * What a program runs in; shared by all of its functions.
 *
 * <p>A program refers to a map by a <em>handle</em>, {@link #MAP_HANDLE_BASE} plus the map's position, and to a
 * function by {@link #CODE_HANDLE_BASE} plus its pc: numbers that are no addresses on any machine, so that a handle
 * mistaken for a pointer faults instead of reading.
 */
public final class Environment implements AutoCloseable {

    /** Handle of the first map; not a canonical address on x86-64 or AArch64. */
    public static final long MAP_HANDLE_BASE = 0x4d41_5000_0000_0000L;

    /** Handle of the function at pc 0; not a canonical address either. */
    public static final long CODE_HANDLE_BASE = 0x4d41_5200_0000_0000L;

    private final List<BpfMap> maps;
    private final NanoClock clock;
    private final Consumer<String> log;
    private final int threads;
    private final long variables;

    private Environment(List<BpfMap> maps, NanoClock clock, Consumer<String> log, int threads) {
        this.maps = maps;
        this.clock = clock;
        this.log = log;
        this.threads = threads;
        variables = UnsafeApi.allocateMemory(PlatformVariable.COUNT * (long) Long.BYTES);
        for (PlatformVariable variable : PlatformVariable.values()) {
            UnsafeApi.putLong(variables + variable.offsetBytes(), switch (variable) {
                case THREADS -> threads;
            });
        }
    }

    /**
     * Makes the maps of a program, for one thread.
     *
     * @param image what to make them for
     * @param clock what helpers read the time from
     * @param log   where programs write their lines
     * @return the environment, to be closed after the last run
     */
    public static Environment allocate(ProgramImage image, NanoClock clock, Consumer<String> log) {
        return allocate(image, clock, log, 1);
    }

    /**
     * Makes the maps of a program.
     *
     * @param image   what to make them for
     * @param clock   what helpers read the time from
     * @param log     where programs write their lines
     * @param threads how many threads will run it, 1 or more
     * @return the environment, to be closed after the last run
     */
    public static Environment allocate(ProgramImage image, NanoClock clock, Consumer<String> log, int threads) {
        var maps = new ArrayList<BpfMap>();
        try {
            for (MapDefinition definition : image.maps()) {
                maps.add(Maps.create(definition, threads));
            }
            return new Environment(List.copyOf(maps), clock, log, threads);
        } catch (Throwable failure) { // out of memory included: nothing may be left behind
            maps.forEach(BpfMap::close);
            throw failure;
        }
    }

    /**
     * Takes maps that are there.
     *
     * @param maps    one per definition of the image, in that order; closed with the environment
     * @param clock   what helpers read the time from
     * @param log     where programs write their lines
     * @param threads how many threads the maps are for, 1 or more
     * @return the environment, to be closed after the last run
     */
    public static Environment of(List<BpfMap> maps, NanoClock clock, Consumer<String> log, int threads) {
        return new Environment(List.copyOf(maps), clock, log, threads);
    }

    /** {@return the maps, one per definition of the image, in that order} */
    public List<BpfMap> maps() {
        return maps;
    }

    /** {@return what helpers read the time from} */
    public NanoClock clock() {
        return clock;
    }

    /** {@return where programs write their lines} */
    public Consumer<String> log() {
        return log;
    }

    /** {@return how many threads may run the program} */
    public int threads() {
        return threads;
    }

    /**
     * Returns the value that a map load puts into its register.
     *
     * @param map position in the image's maps
     * @return the handle
     */
    public static long mapHandle(int map) {
        return MAP_HANDLE_BASE + map;
    }

    /**
     * Finds the map that a register refers to.
     *
     * @param handle from {@link #mapHandle}, or anything
     * @return the map, or {@code null} if this is no handle of this environment's maps
     */
    public BpfMap mapByHandle(long handle) {
        long map = handle - MAP_HANDLE_BASE;
        return map >= 0 && map < maps.size() ? maps.get((int) map) : null;
    }

    /**
     * Finds what a load of a map's value refers to.
     *
     * @param map position in the image's maps, or anything
     * @return the address of the first value, see {@link BpfMap#firstValue}; 0 if there is no such map
     */
    public long firstValue(int map) {
        return map >= 0 && map < maps.size() ? maps.get(map).firstValue() : 0;
    }

    /**
     * Returns the value that a load of a function's address puts into its register.
     *
     * @param pc of the function's first instruction
     * @return the handle
     */
    public static long codeHandle(int pc) {
        return CODE_HANDLE_BASE + pc;
    }

    /**
     * Finds a variable that the platform provides.
     *
     * @param variable which
     * @return its address; 8 bytes, read only
     */
    public long variableAddress(PlatformVariable variable) {
        return variables + variable.offsetBytes();
    }

    /** Whether all bytes, 1 or more of them, lie in one variable. */
    boolean ownsVariableBytes(long address, int bytes) {
        long offset = address - variables;
        return offset >= 0 && offset < PlatformVariable.COUNT * (long) Long.BYTES
                && offset % Long.BYTES + bytes <= Long.BYTES;
    }

    /** What an address may have missed here, and how it is to be called then. */
    Stream<Region> regions(long address) {
        return Stream.concat(
                Stream.of(new Region(variables, PlatformVariable.COUNT * (long) Long.BYTES,
                        "platform variables%+d".formatted(address - variables))),
                IntStream.range(0, maps.size()).mapToObj(map -> region(map, address)));
    }

    private Region region(int map, long address) {
        MapMemory memory = maps.get(map).memory();
        long first = firstValue(map);
        return new Region(memory.address(), memory.bytes(),
                "map " + maps.get(map).definition().name() + (first == 0 ? "" : "%+d".formatted(address - first)));
    }

    /** Frees maps and variables; call it once, after the last run. */
    @Override
    public void close() {
        maps.forEach(BpfMap::close);
        UnsafeApi.freeMemory(variables);
    }
}
