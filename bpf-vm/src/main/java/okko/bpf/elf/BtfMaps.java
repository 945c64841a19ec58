package okko.bpf.elf;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import okko.bpf.btf.DataType;
import okko.bpf.image.MapDetails;
import okko.bpf.map.MapDefinition;
import okko.bpf.map.MapType;

/**
 * Maps of section {@code .maps}: variables whose type says what they are. A member's number is the length of the array
 * that it points to ({@code __uint}), its type is what it points to ({@code __type}), and the elements of a program
 * array are pointers to functions ({@code __array}). Flags and the memory node tell a kernel how to allocate and whom
 * to let in; they are not looked at.
 */
final class BtfMaps {

    static final String SECTION = ".maps";

    private static final int PIN_BY_NAME = 1;
    private static final int HASH_FUNCTIONS_MASK = 0x0f;
    private static final int MEMBER_BYTES = 12;

    private final ElfFile elf;
    private final Btf btf;
    private final BtfTypes types;

    /** A map as it is defined. */
    record Definition(MapDefinition definition, MapDetails details) {}

    /** What the members of a definition say. */
    private static final class Members {

        private final Map<String, Integer> numbers = new HashMap<>();
        private DataType key;
        private DataType value;
        private int valuesOffset = -1;

        private int number(String name) {
            return numbers.getOrDefault(name, 0);
        }
    }

    BtfMaps(ElfFile elf, Btf btf, BtfTypes types) {
        this.elf = elf;
        this.btf = btf;
        this.types = types;
    }

    /** Reads a definition. */
    Definition read(ElfSection section, ElfSymbol symbol) throws ElfException {
        String name = elf.nameOf(symbol);
        Integer variable = btf == null ? null : btf.typeOfVariable(name);
        if (variable == null) {
            throw new ElfException("map %s: section .maps needs BTF, which clang writes with -g", name);
        }
        Btf.Type type = btf.plain(variable);
        if (type.kind() != Btf.Kind.STRUCT) {
            throw new ElfException("map %s: its type must be a struct", name);
        }
        Members members = members(name, type);
        MapDefinition definition = definition(name, members);
        return new Definition(definition,
                new MapDetails(members.key, members.value, programs(section, symbol, members)));
    }

    private Members members(String map, Btf.Type struct) throws ElfException {
        var members = new Members();
        for (int i = 0; i < struct.elements(); i++) {
            String name = btf.string(struct.detail(i * MEMBER_BYTES));
            int type = struct.detail(i * MEMBER_BYTES + 4);
            switch (name) {
                case "type", "max_entries", "map_flags", "key_size", "value_size", "numa_node", "pinning",
                        "map_extra" -> members.numbers.put(name, number(map, name, type));
                case "key" -> members.key = types.type(target(map, name, type));
                case "value" -> members.value = types.type(target(map, name, type));
                case "values" -> members.valuesOffset = struct.detail(i * MEMBER_BYTES + 8) / Byte.SIZE;
                default -> throw new ElfException("map %s: unknown field %s", map, name);
            }
        }
        return members;
    }

    private int target(String map, String member, int id) throws ElfException {
        Btf.Type pointer = btf.plain(id);
        if (pointer.kind() != Btf.Kind.POINTER) {
            throw new ElfException("map %s: field %s is not written by __uint, __type or __array", map, member);
        }
        return pointer.word();
    }

    private int number(String map, String member, int id) throws ElfException {
        Btf.Type array = btf.plain(target(map, member, id));
        if (array.kind() != Btf.Kind.ARRAY) {
            throw new ElfException("map %s: field %s is no number, as __uint writes it", map, member);
        }
        return array.detail(8);
    }

    private static MapDefinition definition(String name, Members members) throws ElfException {
        MapType type = linuxType(name, Integer.toUnsignedLong(members.number("type")));
        int keyBytes = size(name, "key", members.number("key_size"), members.key);
        int valueBytes = size(name, "value", members.number("value_size"), members.value);
        if (type == MapType.PROGRAM_ARRAY && members.valuesOffset >= 0) {
            keyBytes = keyBytes == 0 ? Integer.BYTES : keyBytes;
            valueBytes = valueBytes == 0 ? Integer.BYTES : valueBytes;
        }
        int pinning = members.number("pinning");
        if (pinning != 0 && pinning != PIN_BY_NAME) {
            throw new ElfException("map %s: pinning is %d, must be 0 or 1 (by name)", name, pinning);
        }
        try {
            var definition = new MapDefinition(name, type, keyBytes, valueBytes, members.number("max_entries"));
            if (type == MapType.BLOOM_FILTER) {
                definition = definition.withHashFunctions(members.number("map_extra") & HASH_FUNCTIONS_MASK);
            }
            return definition;
        } catch (IllegalArgumentException refusal) {
            throw new ElfException("map %s: %s", name, refusal.getMessage());
        }
    }

    /** The kind of map that Linux gives a number. */
    static MapType linuxType(String map, long number) throws ElfException {
        for (MapType type : MapType.values()) {
            if (type.linuxNumber() == number && number != 0) {
                return type;
            }
        }
        throw new ElfException("map %s: type %d of Linux's map types is not supported; docs/bpf.md lists what is",
                map, number);
    }

    private static int size(String map, String what, int bytes, DataType type) throws ElfException {
        if (type != null && bytes != 0 && bytes != type.sizeBytes()) {
            throw new ElfException("map %s: %s_size is %s, but its type has %d bytes",
                    map, what, Integer.toUnsignedString(bytes), type.sizeBytes());
        }
        return type == null ? bytes : type.sizeBytes();
    }

    /** The functions that a program array is initialised with: one relocation per element. */
    private SortedMap<Integer, String> programs(ElfSection section, ElfSymbol symbol, Members members)
            throws ElfException {
        var programs = new TreeMap<Integer, String>();
        if (members.valuesOffset < 0) {
            return programs;
        }
        long first = symbol.value() + members.valuesOffset;
        for (var relocation : elf.relocationsOf(section).entrySet()) {
            long offset = relocation.getKey() - first;
            ElfSymbol program = relocation.getValue().symbol();
            if (offset >= 0 && relocation.getKey() < symbol.value() + symbol.size()) {
                boolean isProgram = elf.isInCode(program) && program.type() == ElfSymbol.FUNC;
                if (!isProgram || offset % Long.BYTES != 0) {
                    throw new ElfException("map %s: element at byte %d is no global function",
                            elf.nameOf(symbol), offset);
                }
                programs.put((int) (offset / Long.BYTES), elf.nameOf(program));
            }
        }
        return programs;
    }
}
