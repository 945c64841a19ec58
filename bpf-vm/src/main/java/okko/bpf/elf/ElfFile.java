package okko.bpf.elf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The tables of an object file: sections, symbols, relocations. */
final class ElfFile {

    private static final int MAX_FILE_BYTES = 8 << 20;
    private static final int MAX_SECTIONS = 1024;
    private static final int MAX_SYMBOLS = 65_536;
    private static final int MAX_RELOCATIONS = 65_536;

    private static final int HEADER_BYTES = 64;
    private static final int SECTION_HEADER_BYTES = 64;
    private static final int SYMBOL_BYTES = 24;
    private static final int RELOCATION_BYTES = 16;

    private static final int MAGIC = 0x464c_457f;
    private static final int CLASS_64 = 2;
    private static final int LITTLE_ENDIAN = 1;
    private static final int RELOCATABLE = 1;
    private static final int MACHINE_NONE = 0;
    private static final int MACHINE_BPF = 247;

    private final Span file;
    private final List<ElfSection> sections = new ArrayList<>();
    private final List<ElfSymbol> symbols = new ArrayList<>();
    private final Map<Integer, Map<Long, ElfRelocation>> relocations = new HashMap<>();
    private StringTable symbolNames;
    private long relocationsRead;

    private ElfFile(byte[] object) {
        file = Span.ofFile(object);
    }

    static ElfFile parse(byte[] object) throws ElfException {
        if (object.length > MAX_FILE_BYTES) {
            throw new ElfException("file has %,d bytes, at most %,d are allowed", object.length, MAX_FILE_BYTES);
        }
        var elf = new ElfFile(object);
        elf.readHeader();
        elf.readSymbols();
        return elf;
    }

    List<ElfSymbol> symbols() {
        return symbols;
    }

    String nameOf(ElfSymbol symbol) throws ElfException {
        return symbolNames.at("symbol name", symbol.nameOffset());
    }

    /** The section of a defined symbol. */
    ElfSection sectionOf(ElfSymbol symbol) throws ElfException {
        if (symbol.section() <= 0 || symbol.section() >= sections.size()) {
            throw new ElfException("symbol %s is in no section: section index %d of %d",
                    nameOf(symbol), symbol.section(), sections.size());
        }
        return sections.get(symbol.section());
    }

    boolean isInCode(ElfSymbol symbol) {
        return symbol.section() > 0 && symbol.section() < sections.size() && sections.get(symbol.section()).isCode();
    }

    List<ElfSection> codeSections() {
        return sections.stream().filter(ElfSection::isCode).toList();
    }

    /** The section of that name, or null. */
    ElfSection section(String name) {
        return sections.stream().filter(section -> section.name().equals(name)).findFirst().orElse(null);
    }

    Span contents(ElfSection section) throws ElfException {
        return file.part("section " + section.name(), section.offset(), section.size());
    }

    /** The relocations of a section, by the offset that they apply to. */
    Map<Long, ElfRelocation> relocationsOf(ElfSection target) throws ElfException {
        Map<Long, ElfRelocation> known = relocations.get(target.index());
        if (known == null) {
            known = readRelocations(target);
            relocations.put(target.index(), known);
        }
        return known;
    }

    private Map<Long, ElfRelocation> readRelocations(ElfSection target) throws ElfException {
        var byOffset = new HashMap<Long, ElfRelocation>();
        for (ElfSection section : relocationSectionsOf(target)) {
            Span table = contents(section);
            relocationsRead += table.length() / RELOCATION_BYTES;
            if (relocationsRead > MAX_RELOCATIONS) {
                throw new ElfException("object has more than %,d relocations", MAX_RELOCATIONS);
            }
            for (long at = 0; at < table.length(); at += RELOCATION_BYTES) {
                Span entry = table.part("relocation", at, RELOCATION_BYTES);
                long offset = entry.signedLong("relocation", 0);
                long symbol = entry.unsignedInt("relocation", 12);
                if (symbol >= symbols.size()) {
                    throw new ElfException("%s: relocation at byte %,d names symbol %,d of %,d",
                            section.name(), at, symbol, symbols.size());
                }
                var relocation = new ElfRelocation(entry.signedInt("relocation", 8), symbols.get((int) symbol));
                if (byOffset.put(offset, relocation) != null) {
                    throw new ElfException("%s: two relocations at offset %,d", section.name(), offset);
                }
            }
        }
        return byOffset;
    }

    /** One at most: many that lie over each other would cost more than the file's size. */
    private List<ElfSection> relocationSectionsOf(ElfSection target) throws ElfException {
        List<ElfSection> found = sections.stream()
                .filter(section -> section.type() == ElfSection.REL || section.type() == ElfSection.RELA)
                .filter(section -> section.info() == target.index())
                .toList();
        if (found.size() > 1) {
            throw new ElfException("section %s has %d relocation sections", target.name(), found.size());
        }
        if (!found.isEmpty() && found.getFirst().type() == ElfSection.RELA) {
            throw new ElfException("section %s: relocations with addends (RELA) are not supported",
                    found.getFirst().name());
        }
        return found;
    }

    private void readHeader() throws ElfException {
        Span header = file.part("ELF header", 0, HEADER_BYTES);
        require(header.signedInt("magic", 0) == MAGIC, "not an ELF file");
        require(header.unsignedByte("class", 4) == CLASS_64, "not a 64-bit ELF file");
        require(header.unsignedByte("byte order", 5) == LITTLE_ENDIAN, "not a little-endian ELF file");
        int type = header.unsignedShort("type", 16);
        require(type == RELOCATABLE, "not a relocatable object file: e_type=" + type);
        int machine = header.unsignedShort("machine", 18);
        require(machine == MACHINE_BPF || machine == MACHINE_NONE, "not a BPF object file: e_machine=" + machine);
        int entryBytes = header.unsignedShort("section header size", 58);
        require(entryBytes == SECTION_HEADER_BYTES, "section headers of " + entryBytes + " bytes, must be 64");
        int count = header.unsignedShort("section count", 60);
        require(count > 0, "no section headers");
        require(count <= MAX_SECTIONS, count + " sections, at most " + MAX_SECTIONS + " are allowed");
        Span table = file.part("section header table", header.signedLong("section header offset", 40),
                (long) count * SECTION_HEADER_BYTES);
        readSections(table, count, header.unsignedShort("section name index", 62));
    }

    private void readSections(Span table, int count, int nameSection) throws ElfException {
        require(nameSection < count, "section names are in section " + nameSection + " of " + count);
        Span nameHeader = table.part("section header", (long) nameSection * SECTION_HEADER_BYTES, SECTION_HEADER_BYTES);
        var names = new StringTable("section name table", file.part("section name table",
                nameHeader.signedLong("offset", 24), nameHeader.signedLong("size", 32)));
        for (int index = 0; index < count; index++) {
            Span header = table.part("section header", (long) index * SECTION_HEADER_BYTES, SECTION_HEADER_BYTES);
            String name = index == 0 ? "" : names.at("section name", header.unsignedInt("name", 0));
            sections.add(new ElfSection(index, name, header.signedInt("type", 4), header.signedLong("flags", 8),
                    header.signedLong("offset", 24), header.signedLong("size", 32), header.signedInt("link", 40),
                    header.signedInt("info", 44)));
        }
        long codeBytes = 0;
        for (ElfSection section : codeSections()) {
            codeBytes += contents(section).length();
        }
        require(codeBytes <= file.length(), "sections of code lie over each other");
    }

    private void readSymbols() throws ElfException {
        List<ElfSection> tables = sections.stream().filter(section -> section.type() == ElfSection.SYMTAB).toList();
        require(tables.size() == 1, "object must have one symbol table, has " + tables.size());
        ElfSection table = tables.getFirst();
        require(table.link() > 0 && table.link() < sections.size(), "symbol table has no string table");
        symbolNames = new StringTable("symbol name table", contents(sections.get(table.link())));
        Span contents = contents(table);
        require(contents.length() <= (long) MAX_SYMBOLS * SYMBOL_BYTES,
                "more than " + MAX_SYMBOLS + " symbols are not supported");
        for (long at = 0; at < contents.length(); at += SYMBOL_BYTES) {
            Span entry = contents.part("symbol", at, SYMBOL_BYTES);
            int info = entry.unsignedByte("info", 4);
            symbols.add(new ElfSymbol(entry.unsignedInt("name", 0), info & 0x0f, info >> 4,
                    entry.unsignedShort("section", 6), entry.signedLong("value", 8), entry.signedLong("size", 16)));
        }
    }

    private static void require(boolean condition, String otherwise) throws ElfException {
        if (!condition) {
            throw new ElfException("%s", otherwise);
        }
    }
}
