package okko.bpf.image;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Where instructions come from in the source: lines, as the compiler recorded them in {@code .BTF.ext} if it was told
 * to ({@code -g}), and functions, as the object's symbols name them.
 */
public final class SourceLines {

    /** Nothing is known of the source. */
    public static final SourceLines NONE = new SourceLines(new TreeMap<>());

    private final NavigableMap<Integer, SourceLine> byPc;
    private final Map<Integer, String> functions;

    /**
     * Copies the table; no function has a name.
     *
     * @param byPc first pc of each run of instructions that share a line
     */
    public SourceLines(NavigableMap<Integer, SourceLine> byPc) {
        this(byPc, Map.of());
    }

    /**
     * Copies the tables.
     *
     * @param byPc      first pc of each run of instructions that share a line
     * @param functions names of functions, by pc of their first instruction
     */
    public SourceLines(NavigableMap<Integer, SourceLine> byPc, Map<Integer, String> functions) {
        this.byPc = new TreeMap<>(byPc);
        this.functions = Map.copyOf(functions);
    }

    /**
     * Names a function.
     *
     * @param pc of its first instruction
     * @return its name in the source, or {@code null} if unknown
     */
    public String functionAt(int pc) {
        return functions.get(pc);
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
