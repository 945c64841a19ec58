package okko.bpf.elf;

import java.util.TreeMap;
import okko.bpf.image.SourceLines;
import okko.bpf.image.SourceLines.SourceLine;

/**
 * Source lines, from sections {@code .BTF} (strings) and {@code .BTF.ext} (line information), as described in the Linux
 * kernel's documentation of BTF.
 */
final class LineTable {

    private static final int MAGIC = 0xeb9f;
    private static final int MIN_RECORD_BYTES = 16;
    private static final int LINE_SHIFT = 10;
    private static final int SLOT_BYTES = 8;

    private final Span strings;
    private final Span info;

    private LineTable(Span strings, Span info) {
        this.strings = strings;
        this.info = info;
    }

    /** Where the linker has put the instructions of a section. */
    @FunctionalInterface
    interface Placement {

        /** Returns the pc of a slot of a section, or -1 if it was left out. */
        int pcOf(String section, long slot);
    }

    /** Reads the lines of the instructions that were linked. */
    static SourceLines read(ElfFile elf, Placement placement) throws ElfException {
        ElfSection types = elf.section(".BTF");
        ElfSection extension = elf.section(".BTF.ext");
        if (types == null || extension == null) {
            return SourceLines.NONE;
        }
        Span strings = part(elf.contents(types), "strings of .BTF", 16);
        Span info = part(elf.contents(extension), "line information of .BTF.ext", 16);
        return info.length() == 0 ? SourceLines.NONE : new LineTable(strings, info).lines(placement);
    }

    /** A part of a BTF section, by the offset and size that its header holds. */
    private static Span part(Span section, String what, int at) throws ElfException {
        if (section.unsignedShort("BTF magic", 0) != MAGIC) {
            throw new ElfException("%s: wrong magic number", what);
        }
        long headerBytes = section.unsignedInt("BTF header size", 4);
        return section.part(what, headerBytes + section.unsignedInt(what, at), section.unsignedInt(what, at + 4));
    }

    private SourceLines lines(Placement placement) throws ElfException {
        var byPc = new TreeMap<Integer, SourceLine>();
        long recordBytes = info.unsignedInt("line record size", 0);
        if (recordBytes < MIN_RECORD_BYTES) {
            throw new ElfException("line records of .BTF.ext have %d bytes, need %d", recordBytes, MIN_RECORD_BYTES);
        }
        long at = Integer.BYTES;
        while (at < info.length()) {
            String section = strings.string("section name of lines", info.unsignedInt("section of lines", at));
            long count = info.unsignedInt("number of lines", at + 4);
            at += 2 * Integer.BYTES;
            Span records = info.part("line records", at, count * recordBytes);
            for (long record = 0; record < count; record++) {
                addLine(records, record * recordBytes, section, placement, byPc);
            }
            at += count * recordBytes;
        }
        return new SourceLines(byPc);
    }

    private void addLine(
            Span records, long at, String section, Placement placement, TreeMap<Integer, SourceLine> byPc)
            throws ElfException {
        int pc = placement.pcOf(section, records.unsignedInt("line record", at) / SLOT_BYTES);
        if (pc >= 0) {
            String file = strings.string("file name", records.unsignedInt("line record", at + 4));
            String text = strings.string("source line", records.unsignedInt("line record", at + 8));
            byPc.put(pc, new SourceLine(file, records.signedInt("line record", at + 12) >>> LINE_SHIFT, text.strip()));
        }
    }
}
