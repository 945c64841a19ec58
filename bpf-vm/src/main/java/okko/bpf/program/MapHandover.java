package okko.bpf.program;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import okko.bpf.map.BpfMap;
import okko.bpf.map.MapDefinition;
import okko.bpf.map.MapMemory;

/** The contents that a program's maps get before its first run: those of its predecessor's maps, or none. */
final class MapHandover {

    private final Map<MapDefinition, MapMemory> offered;
    private final List<String> kept = new ArrayList<>();
    private boolean isCancelled;

    private MapHandover(Map<MapDefinition, MapMemory> offered) {
        this.offered = offered;
    }

    /** No predecessor. */
    static MapHandover nothing() {
        return new MapHandover(Map.of());
    }

    /** Holds on to the contents of maps, those of per-thread maps only if the successor has as many threads. */
    static MapHandover of(List<BpfMap> maps, boolean sameThreads) {
        var offered = new HashMap<MapDefinition, MapMemory>();
        for (BpfMap map : maps) {
            if (sameThreads || !map.definition().type().isPerThread()) {
                offered.put(map.definition(), map.memory().retain());
            }
        }
        return new MapHandover(offered);
    }

    /** Binds each map to the contents that are offered for it; once. */
    void perform(List<BpfMap> maps) {
        for (BpfMap map : maps) {
            MapMemory memory = offered.get(map.definition());
            if (memory != null) {
                map.bind(memory);
                kept.add(map.definition().name());
            }
        }
        cancel();
    }

    /** Lets go of what was offered. */
    void cancel() {
        if (!isCancelled) {
            isCancelled = true;
            offered.values().forEach(MapMemory::close);
        }
    }

    List<String> kept() {
        return List.copyOf(kept);
    }
}
