package okko.bpf.elf;

import java.util.Arrays;
import java.util.NavigableMap;
import java.util.TreeMap;
import okko.bpf.image.SourceLines.SourceLine;

/** Source lines, from the line information of {@code .BTF.ext}. */
final class LineTable {

    private static final int LINE_SHIFT = 10;
    private static final long NONE = -1;

    private LineTable() {}

    /** Reads the lines of the instructions that were linked. */
    static NavigableMap<Integer, SourceLine> read(
            BtfExtension extension, StringTable strings, Placement placement) throws ElfException {
        // The last record for an instruction counts; strings are read for that one only.
        var recordByPc = new long[placement.slots()];
        Arrays.fill(recordByPc, NONE);
        var lines = new TreeMap<Integer, SourceLine>();
        extension.forEachLine((section, table, at) -> {
            int pc = placement.pcOf(section, table.unsignedInt("line record", at));
            // Line 0 is what the compiler has added of itself; it counts to the line before it.
            if (pc >= 0 && number(table, at) != 0) {
                recordByPc[pc] = at;
            }
        });
        // A function without lines must not be taken for a part of the one before it.
        placement.functions().forEach(placed -> lines.put(placed.getValue(), null));
        extension.forEachLine((section, table, at) -> {
            int pc = placement.pcOf(section, table.unsignedInt("line record", at));
            if (pc >= 0 && recordByPc[pc] == at) {
                lines.put(pc, line(table, at, strings));
            }
        });
        return lines;
    }

    private static SourceLine line(Span table, long at, StringTable strings) throws ElfException {
        String file = strings.at("file name", table.unsignedInt("line record", at + 4));
        String text = strings.at("source line", table.unsignedInt("line record", at + 8));
        return new SourceLine(file, number(table, at), text.strip());
    }

    private static int number(Span table, long at) throws ElfException {
        return table.signedInt("line record", at + 12) >>> LINE_SHIFT;
    }
}
