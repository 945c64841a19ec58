package okko.bpf.elf;

import java.util.List;

/**
 * Relocations that libbpf would apply for the running kernel (CO-RE). There is no kernel here: the types are those that
 * the program declares, so what the compiler has put in holds, for fields, types and constants alike. What can only be
 * answered by a kernel is refused: the number of one of its types, and fields of a type that the source declares as one
 * of several variants of the kernel's ({@code struct NAME___VARIANT}).
 */
final class KernelRelocations {

    private static final List<String> KINDS = List.of("byte_off", "byte_sz", "field_exists", "signed", "lshift_u64",
            "rshift_u64", "local_type_id", "target_type_id", "type_exists", "type_size", "enumval_exists",
            "enumval_value", "type_matches");
    private static final int TARGET_TYPE_ID = 7;
    private static final String VARIANT = "___";

    private KernelRelocations() {}

    /** Checks those of the instructions that were linked. */
    static void check(BtfExtension extension, Btf btf, Placement placement) throws ElfException {
        extension.forEachRelocation((section, table, at) -> {
            int pc = placement.pcOf(section, table.unsignedInt("relocation", at));
            if (pc >= 0) {
                String type = btf.name(btf.plain(table.signedInt("relocation", at + 4)));
                long kind = table.unsignedInt("relocation", at + 12);
                if (kind >= KINDS.size() || kind == TARGET_TYPE_ID || type.contains(VARIANT)) {
                    String name = kind < KINDS.size() ? KINDS.get((int) kind) : "number " + kind;
                    throw new ElfException("pc %d: relocation of kind %s for type %s needs the types of a running "
                            + "kernel, there is none", pc, name, type);
                }
            }
        });
    }
}
