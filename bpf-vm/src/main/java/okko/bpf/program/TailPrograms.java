package okko.bpf.program;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import okko.bpf.engine.BpfFunction;
import okko.bpf.image.ProgramImage;
import okko.bpf.map.BpfMap;
import okko.bpf.map.MapDefinition;
import okko.bpf.map.ProgramArray;

/**
 * The programs that a program's tail calls go to, where its object fills program arrays in the source. They have the
 * maps of the program in common, by equal definitions, and so each other's program arrays.
 */
final class TailPrograms implements AutoCloseable {

    private final Map<String, BpfProgram> byName = new LinkedHashMap<>();
    private final List<Slot> slots = new ArrayList<>();

    /** A place of a program array, and the functions that were put there. */
    private record Slot(ProgramArray array, int index, List<BpfFunction> functions) {}

    /** Loads what the program arrays of a program name, and what theirs do; returns why that fails, or null. */
    LoadOutcome load(byte[] object, ProgramImage image, LoadOptions options) {
        var wanted = new ArrayDeque<>(names(image));
        for (String name = wanted.poll(); name != null; name = wanted.poll()) {
            if (byName.containsKey(name)) {
                continue;
            }
            LoadOptions alone = options.withProgram(name).withMapFiles(null); // files come from the caller
            LoadOutcome outcome = BpfProgram.loadAlone(object, alone, new MapContents());
            if (!(outcome instanceof LoadOutcome.Loaded(var program))) {
                return outcome;
            }
            byName.put(name, program);
            wanted.addAll(names(program.image()));
        }
        return null;
    }

    /** {@return the programs, by name} */
    Map<String, BpfProgram> byName() {
        return Collections.unmodifiableMap(byName);
    }

    /** Makes functions of all programs, for all threads, and fills the arrays; the caller's maps have their memory. */
    void install(Engine engine, BpfProgram caller) {
        if (byName.isEmpty()) {
            return;
        }
        var maps = new LinkedHashMap<MapDefinition, BpfMap>();
        add(caller.maps(), maps);
        for (BpfProgram program : byName.values()) {
            program.inherit(List.copyOf(maps.values()));
            program.newFunction(engine).close(); // now its maps have their memory too
            add(program.maps(), maps);
        }
        fill(caller.image(), engine, maps);
        byName.values().forEach(program -> fill(program.image(), engine, maps));
    }

    /** Frees the programs; no function of the caller runs any more. Closing twice is closing once. */
    @Override
    public void close() {
        for (Slot slot : slots) {
            slot.array.clear(slot.index);
            slot.functions.forEach(BpfFunction::close);
        }
        slots.clear();
        byName.values().forEach(BpfProgram::close);
        byName.clear();
    }

    private void fill(ProgramImage image, Engine engine, Map<MapDefinition, BpfMap> maps) {
        for (MapDefinition definition : image.maps()) {
            if (maps.get(definition) instanceof ProgramArray array) {
                image.details(definition).programs().forEach((index, name) -> fill(array, index, name, engine));
            }
        }
    }

    private void fill(ProgramArray array, int index, String name, Engine engine) {
        if (slots.stream().anyMatch(slot -> slot.array == array && slot.index == index)) {
            return; // by another program of the object
        }
        var functions = new ArrayList<BpfFunction>();
        array.set(index, id(name), thread -> {
            functions.add(byName.get(name).newFunction(engine, thread));
            return functions.getLast();
        });
        slots.add(new Slot(array, index, functions));
    }

    private int id(String name) {
        return 1 + List.copyOf(byName.keySet()).indexOf(name);
    }

    private static void add(Collection<BpfMap> found, Map<MapDefinition, BpfMap> maps) {
        found.forEach(map -> maps.putIfAbsent(map.definition(), map));
    }

    private static Set<String> names(ProgramImage image) {
        var names = new TreeSet<String>();
        image.maps().forEach(map -> names.addAll(image.details(map).programs().values()));
        return names;
    }
}
