package okko.bpf.image;

import java.util.NavigableMap;
import java.util.TreeMap;

/** Where instructions come from in the source, as the compiler recorded it in {@code .BTF.ext} line information. */
public final class SourceLines {

    /** No line information: the object was built without {@code -g}. */
    public static final SourceLines NONE = new SourceLines(new TreeMap<>());

    private final NavigableMap<Integer, SourceLine> byPc;

    /**
     * Copies the table.
     *
     * @param byPc first pc of each run of instructions that share a line
     */
    public SourceLines(NavigableMap<Integer, SourceLine> byPc) {
        this.byPc = new TreeMap<>(byPc);
    }

    /**
     * Finds the line of an instruction.
     *
     * @param pc of the instruction
     * @return its line, or {@code null} if unknown
     */
    public SourceLine at(int pc) {
        var entry = byPc.floorEntry(pc);
        return entry == null ? null : entry.getValue();
    }

    /**
     * A line of the source.
     *
     * @param file   name as the compiler was given it
     * @param number of the line, from 1
     * @param text   of the line, without its indentation; may be empty
     */
    public record SourceLine(String file, int number, String text) {}
}
