package okko.bpf.elf;

/** The tables of section {@code .BTF.ext}: records about instructions, in blocks that each belong to a section. */
final class BtfExtension {

    private static final int LINES_AT = 16;
    private static final int RELOCATIONS_AT = 24;
    private static final int HEADER_BYTES_WITH_RELOCATIONS = 32;
    private static final int BLOCK_HEADER_BYTES = 8;

    private final Span contents;
    private final StringTable strings;

    private BtfExtension(Span contents, StringTable strings) {
        this.contents = contents;
        this.strings = strings;
    }

    /** Takes one record. */
    @FunctionalInterface
    interface Visitor {

        /** Visits the record at a byte of the table; all begin with the instruction's offset in the section. */
        void visit(String section, Span table, long at) throws ElfException;
    }

    /** Finds the section; null if the object has none. */
    static BtfExtension read(ElfFile elf, Btf btf) throws ElfException {
        ElfSection section = elf.section(".BTF.ext");
        return btf == null || section == null ? null : new BtfExtension(Btf.contents(elf, section), btf.strings());
    }

    /** Source lines: instruction, file, text, number of line and column. */
    void forEachLine(Visitor visitor) throws ElfException {
        forEach(Btf.part(contents, "line information of .BTF.ext", LINES_AT), 16, visitor);
    }

    /** What is to be adapted to the kernel that runs the program: instruction, type, path, kind. */
    void forEachRelocation(Visitor visitor) throws ElfException {
        if (contents.unsignedInt("BTF header size", 4) >= HEADER_BYTES_WITH_RELOCATIONS) {
            forEach(Btf.part(contents, "relocations of .BTF.ext", RELOCATIONS_AT), 16, visitor);
        }
    }

    private void forEach(Span table, int leastBytes, Visitor visitor) throws ElfException {
        if (table.length() == 0) {
            return;
        }
        long recordBytes = table.unsignedInt("record size", 0);
        if (recordBytes < leastBytes) {
            throw new ElfException("records of .BTF.ext have %d bytes, need %d", recordBytes, leastBytes);
        }
        long at = Integer.BYTES;
        while (at < table.length()) {
            String section = strings.at("section name in .BTF.ext", table.unsignedInt("section of records", at));
            long count = table.unsignedInt("number of records", at + 4);
            at += BLOCK_HEADER_BYTES;
            table.part("records of .BTF.ext", at, count * recordBytes);
            for (long record = 0; record < count; record++) {
                visitor.visit(section, table, at + record * recordBytes);
            }
            at += count * recordBytes;
        }
    }
}
