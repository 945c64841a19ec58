package okko.bpf.elf;

/**
 * A section header.
 *
 * @param index  in the section header table
 * @param name   from the section name table
 * @param type   {@code SHT_…}
 * @param flags  {@code SHF_…}
 * @param offset of the contents in the file
 * @param size   of the contents
 * @param link   index of the string table, for a symbol table
 * @param info   index of the section to relocate, for relocations
 */
record ElfSection(int index, String name, int type, long flags, long offset, long size, int link, int info) {

    static final int PROGBITS = 1;
    static final int SYMTAB = 2;
    static final int RELA = 4;
    static final int NOBITS = 8;
    static final int REL = 9;

    private static final long WRITE = 1;
    private static final long ALLOC = 2;
    private static final long EXECINSTR = 4;

    boolean isCode() {
        return type == PROGBITS && (flags & EXECINSTR) != 0;
    }

    /** Whether a program may refer to what is in it: global data, or definitions of maps. */
    boolean isData() {
        return (type == PROGBITS || type == NOBITS) && (flags & (ALLOC | EXECINSTR)) == ALLOC;
    }

    boolean isWritable() {
        return (flags & WRITE) != 0;
    }

    boolean hasContents() {
        return type == PROGBITS;
    }
}
