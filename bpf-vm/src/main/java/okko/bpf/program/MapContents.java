package okko.bpf.program;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import okko.bpf.map.BpfMap;
import okko.bpf.map.MapDefinition;
import okko.bpf.map.MapMemory;
import okko.bpf.map.MapType;
import okko.bpf.map.Maps;

/**
 * Contents that a program's maps get before its first run, where they are not to begin empty: those of its
 * predecessor's maps, and those of maps in files that other processes have too.
 */
final class MapContents {

    private static final Pattern FILE_NAME = Pattern.compile("\\w[\\w.]*");

    private final Map<MapDefinition, MapMemory> memories = new HashMap<>();
    private final List<String> inherited = new ArrayList<>();

    /**
     * Offers the contents of a predecessor's maps. Its program arrays it keeps: they hold functions of its own, and it
     * may go on running, or be all that is left.
     */
    void succeed(List<BpfMap> maps, boolean sameThreads) {
        inherit(maps.stream().filter(map -> map.definition().type() != MapType.PROGRAM_ARRAY).toList(), sameThreads);
    }

    /** Offers the contents of maps, those that depend on threads only if there are as many. */
    void inherit(List<BpfMap> maps, boolean sameThreads) {
        for (BpfMap map : maps) {
            if (sameThreads || !map.definition().type().dependsOnThreads()) {
                memories.put(map.definition(), map.memory().retain());
            }
        }
    }

    /**
     * Offers the contents of the files in a directory that have the maps' names, and makes those that are not there.
     * Constants and program arrays are not shared, nor is what a predecessor has.
     *
     * @throws IOException              if a file cannot be made, opened or mapped
     * @throws IllegalArgumentException if a file holds anything but an equal map
     */
    void share(List<MapDefinition> definitions, LoadOptions options) throws IOException {
        Path directory = options.mapFiles().directory();
        if (!Files.isDirectory(directory)) {
            throw new IOException(directory + ": no such directory");
        }
        for (MapDefinition definition : definitions) {
            if (isShared(definition, options.mapFiles().sharing()) && !memories.containsKey(definition)) {
                try (BpfMap shared = Maps.share(definition, options.threads(), file(directory, definition))) {
                    memories.put(definition, shared.memory().retain());
                }
            }
        }
    }

    private static boolean isShared(MapDefinition definition, LoadOptions.Sharing sharing) {
        if (definition.isGlobalData()) {
            return sharing == LoadOptions.Sharing.MAPS_AND_GLOBAL_DATA
                    && definition.access() == MapDefinition.ProgramAccess.READ_WRITE;
        }
        return definition.type() != MapType.PROGRAM_ARRAY;
    }

    /** An object file may come from anyone: a map's name must not lead out of the directory. */
    private static Path file(Path directory, MapDefinition definition) {
        // Sections have names that begin with a point, such as .bss.
        String name = definition.isGlobalData() ? "global" + definition.name() : definition.name();
        if (!FILE_NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("map " + name + ": no name for a file, expected letters, digits and _");
        }
        return directory.resolve(name);
    }

    /** Binds each map to the contents that are offered for it, and lets go of the rest. */
    void bindTo(List<BpfMap> maps) {
        for (BpfMap map : maps) {
            MapMemory memory = memories.get(map.definition());
            if (memory != null) {
                map.bind(memory);
                inherited.add(map.definition().name());
            }
        }
        close();
    }

    /** {@return the names of the maps that were bound} */
    List<String> inherited() {
        return List.copyOf(inherited);
    }

    /** Lets go of what was offered. Closing twice is closing once. */
    void close() {
        memories.values().forEach(MapMemory::close);
        memories.clear();
    }
}
