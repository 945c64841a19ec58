package okko.switchd.program;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import okko.bpf.map.BpfMap;
import okko.bpf.map.MapDefinition;

/** The maps of a loaded program, for the control thread; programs may go on changing them. */
public final class ProgramMaps {

    private final int program;
    private final List<BpfMap> maps;

    ProgramMaps(int program, List<BpfMap> maps) {
        this.program = program;
        this.maps = maps;
    }

    /** {@return what they are, in the program's order} */
    public List<MapStatus> list() {
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
     * Copies the entries of a map.
     *
     * @param index of the map
     * @return in no order
     * @throws IllegalArgumentException if there is no such map
     */
    public List<MapEntry> entries(int index) {
        List<MapEntry> entries = new ArrayList<>();
        map(index).forEach((key, value) -> entries.add(new MapEntry(key, value)));
        return entries;
    }

    /**
     * Sets an entry of a map; of a map without keys, adds its value.
     *
     * @param index of the map
     * @param entry with key and value of the map's sizes
     * @throws IllegalArgumentException if there is no such map, or it does not take the entry; one line for the user
     */
    public void put(int index, MapEntry entry) {
        BpfMap map = map(index);
        check(index, map.put(entry.key(), entry.value()));
    }

    /**
     * Removes an entry of a map.
     *
     * @param index of the map
     * @param key   of the map's size
     * @throws IllegalArgumentException if there is no such map, or no such entry that it could remove
     */
    public void remove(int index, byte[] key) {
        check(index, map(index).remove(key));
    }

    private void check(int index, long result) {
        if (result == BpfMap.OK) {
            return;
        }
        throw new IllegalArgumentException(name(index) + switch ((int) result) {
            case (int) BpfMap.NO_ENTRY -> "no entry of this key";
            case (int) BpfMap.FULL, (int) BpfMap.NO_SPACE -> "no room for this key";
            case (int) BpfMap.BUSY -> "another process holds it; try again";
            case (int) BpfMap.INVALID -> "a map of type " + map(index).definition().type().label()
                    + " cannot be changed so";
            default -> "error " + result;
        });
    }

    /** {@return how errors name a map} */
    private String name(int index) {
        return "filter_prog=" + program + ": map " + index + " (" + map(index).definition().name() + "): ";
    }

    private BpfMap map(int index) {
        if (index < 0 || index >= maps.size()) {
            throw new IllegalArgumentException("filter_prog=" + program + " has " + maps.size() + " maps: index="
                    + index);
        }
        return maps.get(index);
    }
}
