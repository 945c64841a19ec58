package okko.bpf.elf;

/**
 * A relocation.
 *
 * @param type   {@code R_BPF_…}
 * @param symbol whose address is wanted
 */
record ElfRelocation(int type, ElfSymbol symbol) {

    /** A 64-bit address, in a two-slot load; of old compilers also one in data. */
    private static final int R_BPF_64_64 = 1;

    /** A 64-bit address in data. The same number is a call of old compilers, in code. */
    private static final int R_BPF_64_ABS64 = 2;

    /** A call. */
    private static final int R_BPF_64_32 = 10;

    /** Whether it may be that of a two-slot load. */
    boolean fitsLoad() {
        return type == R_BPF_64_64;
    }

    /** Whether it may be that of a call. */
    boolean fitsCall() {
        return type == R_BPF_64_32 || type == R_BPF_64_ABS64;
    }

    /** Whether it may be that of 8 bytes of data. */
    boolean fitsData() {
        return type == R_BPF_64_ABS64 || type == R_BPF_64_64;
    }
}
