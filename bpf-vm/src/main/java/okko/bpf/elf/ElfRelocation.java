package okko.bpf.elf;

/**
 * A relocation.
 *
 * @param type   {@code R_BPF_…}
 * @param symbol whose address is wanted
 */
record ElfRelocation(int type, ElfSymbol symbol) {

    /** A 64-bit address, in a two-slot load. */
    static final int R_BPF_64_64 = 1;

    /** A call, as old compilers number it. */
    static final int R_BPF_64_32_OLD = 2;

    /** A call. */
    static final int R_BPF_64_32 = 10;
}
