package okko.bpf.elf;

import java.util.ArrayList;
import java.util.List;

/** The sections of constant data that a program refers to, in the order of first use. */
final class DataTable {

    private static final int MAX_DATA_BYTES = 1 << 20;
    private static final int MAX_SECTIONS = 64;

    private final ElfFile elf;
    private final List<ElfSection> sections = new ArrayList<>();
    private final List<byte[]> contents = new ArrayList<>();
    private long totalBytes;

    DataTable(ElfFile elf) {
        this.elf = elf;
    }

    List<byte[]> contents() {
        return List.copyOf(contents);
    }

    int indexOf(ElfSection section) throws ElfException {
        int known = sections.indexOf(section);
        if (known >= 0) {
            return known;
        }
        if (elf.isRelocated(section)) {
            throw new ElfException("section %s: addresses in constant data are not supported", section.name());
        }
        if (contents.size() == MAX_SECTIONS) {
            throw new ElfException("program uses more than %d sections of constant data", MAX_SECTIONS);
        }
        Span bytes = elf.contents(section);
        totalBytes += bytes.length();
        if (totalBytes > MAX_DATA_BYTES) {
            throw new ElfException("program uses %,d bytes of constant data, at most %,d are allowed",
                    totalBytes, MAX_DATA_BYTES);
        }
        sections.add(section);
        contents.add(bytes.copy());
        return contents.size() - 1;
    }
}
