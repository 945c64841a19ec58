package okko.bpf.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import okko.bpf.image.ProgramImage;
import okko.bpf.map.BpfMap;
import okko.bpf.map.MapDefinition;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.NanoClock;

/**
 * What a program runs in; shared by all of its functions.
 *
 * <p>A program refers to a map by a <em>handle</em>, {@link #MAP_HANDLE_BASE} plus the map's position: a number that is
 * no address on any machine, so that a handle mistaken for a pointer faults instead of reading.
 *
 * @param maps          one per definition of the image, in that order
 * @param dataAddresses address of each constant data section, in the image's order, readable for the section's length;
 *                      a NUL byte follows
 * @param clock         what helper 5 reads
 * @param log           where helper 7 writes its lines
 */
public record Environment(List<BpfMap> maps, List<Long> dataAddresses, NanoClock clock, Consumer<String> log)
        implements AutoCloseable {

    /** Handle of the first map; not a canonical address on x86-64 or AArch64. */
    public static final long MAP_HANDLE_BASE = 0x4d41_5000_0000_0000L;

    /**
     * Makes the maps of a program and copies its constant data to where it can be addressed.
     *
     * @param image what to make them for
     * @param clock what helper 5 reads
     * @param log   where helper 7 writes its lines
     * @return the environment, to be closed after the last run
     */
    public static Environment allocate(ProgramImage image, NanoClock clock, Consumer<String> log) {
        var maps = new ArrayList<BpfMap>();
        var dataAddresses = new ArrayList<Long>();
        try {
            for (MapDefinition definition : image.maps()) {
                maps.add(BpfMap.create(definition));
            }
            for (byte[] section : image.data()) {
                dataAddresses.add(copyOf(section));
            }
        } catch (Throwable failure) { // out of memory included: nothing may be left behind
            free(maps, dataAddresses);
            throw failure;
        }
        return new Environment(List.copyOf(maps), List.copyOf(dataAddresses), clock, log);
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

    /** Frees maps and constant data; call it once, after the last run. */
    @Override
    public void close() {
        free(maps, dataAddresses);
    }

    private static long copyOf(byte[] section) {
        long address = UnsafeApi.allocateMemory(section.length + 1L);
        UnsafeApi.copyMemory(section, UnsafeApi.arrayBaseOffset(byte[].class), null, address, section.length);
        UnsafeApi.putByte(address + section.length, (byte) 0);
        return address;
    }

    private static void free(List<BpfMap> maps, List<Long> dataAddresses) {
        maps.forEach(BpfMap::close);
        dataAddresses.forEach(UnsafeApi::freeMemory);
    }
}
