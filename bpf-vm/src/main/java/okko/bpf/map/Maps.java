package okko.bpf.map;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.ArrayList;

/** Makes maps, in private memory or in files that several processes map. */
public final class Maps {

    private Maps() {}

    /**
     * Says how much memory a map needs.
     *
     * @param definition what is wanted
     * @param threads    how many threads have copies of per-thread values, 1 or more
     * @return bytes, header included
     */
    public static long bytes(MapDefinition definition, int threads) {
        return unbound(definition, threads).bytes();
    }

    /**
     * Makes an empty map in private memory.
     *
     * @param definition what is wanted
     * @param threads    how many threads have copies of per-thread values, 1 or more
     * @return the map, to be closed
     * @throws IllegalArgumentException if it needs too much memory
     */
    public static BpfMap create(MapDefinition definition, int threads) {
        try (MapMemory memory = MapMemory.allocate(bytes(definition, threads))) {
            return create(definition, threads, memory);
        }
    }

    /**
     * Makes a map in given memory: an empty one if the memory is blank, else another view of the map that is there.
     *
     * @param definition what is wanted
     * @param threads    how many threads have copies of per-thread values, 1 or more
     * @param memory     as large as {@link #bytes} says; the map becomes one of its holders
     * @return the map, to be closed
     * @throws IllegalArgumentException if the memory has another size, or holds anything but an equal map
     */
    public static BpfMap create(MapDefinition definition, int threads, MapMemory memory) {
        MappedMap map = unbound(definition, threads);
        if (MapHeader.isBlank(memory)) {
            map.bind(memory);
            MapHeader.prepare(memory, definition, threads);
            map.initialise();
            MapHeader.publish(memory);
        } else {
            MapHeader.read(memory);
            MapHeader.requireEqual(memory, definition, threads);
            map.bind(memory);
        }
        return map;
    }

    /**
     * Makes a map in a file, or takes the one that is there.
     *
     * @param definition what is wanted
     * @param threads    how many threads of all processes have copies of per-thread values; each needs a number of its
     *                   own
     * @param file       in a directory on tmpfs, such as {@code /dev/shm}
     * @return the map, to be closed; the file stays until somebody deletes it
     * @throws IOException              if the file cannot be made, opened or mapped
     * @throws IllegalArgumentException if the file holds anything but an equal map
     */
    public static BpfMap share(MapDefinition definition, int threads, Path file) throws IOException {
        long bytes = bytes(definition, threads);
        try (MapMemory memory = MapMemory.create(file, bytes, blank -> create(definition, threads, blank).close())) {
            return create(definition, threads, memory);
        } catch (FileAlreadyExistsException _) {
            try (MapMemory memory = MapMemory.open(file)) {
                return create(definition, threads, memory);
            } catch (IllegalArgumentException unfit) {
                throw in(file, unfit);
            }
        }
    }

    /**
     * Takes the map that is in a file.
     *
     * @param file that {@link #share} made, here or in another process
     * @return the map, to be closed; the definition of global data has its contents of now
     * @throws IOException              if the file cannot be opened or mapped
     * @throws IllegalArgumentException if there is no sound map in the file
     */
    public static BpfMap open(Path file) throws IOException {
        try (MapMemory memory = MapMemory.open(file)) {
            MappedMap map = unbound(MapHeader.read(memory), MapHeader.threads(memory));
            if (map.bytes() != memory.bytes()) {
                throw new IllegalArgumentException(
                        "map has " + memory.bytes() + " bytes, one of its definition needs " + map.bytes());
            }
            map.bind(memory);
            return map;
        } catch (IllegalArgumentException unfit) {
            throw in(file, unfit);
        }
    }

    /**
     * Makes a map with the contents that another has now, for one thread that must not change that one: it may go on
     * changing meanwhile, and does not wait. Hash maps, which may be large, are copied entry by entry when they are
     * looked at; arrays and sketches as a whole; of others each entry. Rings of records and program arrays begin empty.
     *
     * @param original to be copied; it must stay open
     * @param threads  how many threads it was made for
     * @return the copy, to be closed
     */
    public static BpfMap copyOnWrite(BpfMap original, int threads) {
        MapDefinition definition = original.definition();
        return switch (definition.type()) {
            case HASH, LRU_HASH, PER_THREAD_HASH -> new HashOverlay(original);
            case ARRAY, PER_THREAD_ARRAY, BLOOM_FILTER, COUNT_MIN -> {
                BpfMap copy = create(definition, threads);
                copy.memory().copyFrom(original.memory()); // nothing but numbers, that no lock holds together
                yield copy;
            }
            case LPM_TRIE, QUEUE -> {
                BpfMap copy = create(definition, threads);
                original.forEach(copy::put);
                yield copy;
            }
            case STACK -> {
                BpfMap copy = create(definition, threads);
                var items = new ArrayList<byte[]>();
                original.forEach((_, item) -> items.add(item));
                items.reversed().forEach(item -> copy.put(new byte[0], item)); // the first one shown is on top
                yield copy;
            }
            case PROGRAM_ARRAY, RING_BUFFER -> create(definition, threads);
        };
    }

    private static IllegalArgumentException in(Path file, IllegalArgumentException unfit) {
        return new IllegalArgumentException(file + ": " + unfit.getMessage(), unfit);
    }

    private static MappedMap unbound(MapDefinition definition, int threads) {
        var storage = new MapStorage();
        MappedMap map = switch (definition.type()) {
            case ARRAY, PER_THREAD_ARRAY -> ArrayMap.of(definition, threads, storage);
            case HASH, LRU_HASH, PER_THREAD_HASH -> HashMap.of(definition, threads, storage);
            case LPM_TRIE -> LpmTrie.of(definition, storage);
            case QUEUE, STACK -> QueueMap.of(definition, storage);
            case BLOOM_FILTER -> BloomFilterMap.of(definition, threads, storage);
            case COUNT_MIN -> CountMinMap.of(definition, threads, storage);
            case PROGRAM_ARRAY -> ProgramArrayMap.of(definition, threads, storage);
            case RING_BUFFER -> RingBufferMap.of(definition, storage);
        };
        if (map.bytes() > MapDefinition.MAX_MEMORY_BYTES) {
            throw new IllegalArgumentException("map needs " + map.bytes() + " bytes for " + threads
                    + " threads, at most " + MapDefinition.MAX_MEMORY_BYTES + " are allowed: " + definition);
        }
        return map;
    }
}
