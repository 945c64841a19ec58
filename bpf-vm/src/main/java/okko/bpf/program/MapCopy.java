package okko.bpf.program;

import java.util.ArrayList;
import java.util.List;
import okko.bpf.map.BpfMap;
import okko.bpf.map.MapDefinition;
import okko.bpf.map.MapMemory;
import okko.bpf.map.MapType;

/**
 * Contents of maps on their way from one program to another. It holds the memory of both, so that it can be done when
 * either is closed already.
 */
public final class MapCopy implements AutoCloseable {

    private final List<Pair> pairs = new ArrayList<>();

    private record Pair(MapMemory from, MapMemory to) {}

    private MapCopy() {}

    static MapCopy between(List<BpfMap> from, List<BpfMap> to) {
        var copy = new MapCopy();
        for (BpfMap old : from) {
            MapDefinition definition = old.definition();
            boolean stays = definition.type() == MapType.PROGRAM_ARRAY
                    || definition.access() == MapDefinition.ProgramAccess.READ_ONLY;
            for (BpfMap successor : to) {
                if (!stays && successor.definition().equals(definition)) {
                    copy.pairs.add(new Pair(old.memory().retain(), successor.memory().retain()));
                }
            }
        }
        return copy;
    }

    /**
     * Copies: about a millisecond for ten megabytes. Neither program may run meanwhile.
     *
     * @throws IllegalArgumentException if the programs were loaded for different numbers of threads
     */
    public void run() {
        pairs.forEach(pair -> pair.to.copyFrom(pair.from));
    }

    /** Lets go of the memory. Closing twice is closing once. */
    @Override
    public void close() {
        pairs.forEach(pair -> {
            pair.from.close();
            pair.to.close();
        });
        pairs.clear();
    }
}
