package okko.bpf.elf;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import okko.bpf.elf.Functions.Function;
import okko.bpf.isa.Opcode;
import okko.bpf.isa.Structure;

/** Where the functions of an object are in the program that is made of them: one behind the other. */
final class Placement {

    private final Map<Function, Integer> basePcs = new LinkedHashMap<>();
    /** What was placed, by section name and first slot in it. */
    private final Map<String, TreeMap<Long, Function>> bySlot = new HashMap<>();
    private int slots;

    /** The length of the program so far. */
    int slots() {
        return slots;
    }

    /** The functions so far, with the pc of each one's first instruction, in that order. */
    Set<Map.Entry<Function, Integer>> functions() {
        return basePcs.entrySet();
    }

    boolean contains(Function function) {
        return basePcs.containsKey(function);
    }

    /** The pc of a placed function's first instruction. */
    int pcOf(Function function) {
        return basePcs.get(function);
    }

    /** Puts a function behind the others. */
    void add(Function function) throws ElfException {
        basePcs.put(function, slots);
        bySlot.computeIfAbsent(function.section().name(), _ -> new TreeMap<>())
                .put(function.start() / Opcode.SLOT_BYTES, function);
        slots += function.slots();
        if (slots > Structure.MAX_SLOTS) {
            throw new ElfException("program has more than %,d slots", Structure.MAX_SLOTS);
        }
    }

    /** The pc of the instruction at a byte of a section, or -1 if it was left out. */
    int pcOf(String section, long offset) {
        long slot = offset / Opcode.SLOT_BYTES;
        TreeMap<Long, Function> functions = bySlot.get(section);
        var before = functions == null ? null : functions.floorEntry(slot);
        if (before == null || slot >= before.getKey() + before.getValue().slots()) {
            return -1;
        }
        return basePcs.get(before.getValue()) + (int) (slot - before.getKey());
    }
}
