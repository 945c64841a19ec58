package okko.eval.bpf;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import okko.bpf.asm.Disassembler;
import okko.bpf.image.ProgramImage;
import okko.bpf.image.SourceLines.SourceLine;
import okko.bpf.isa.Instruction;
import okko.bpf.verify.Finding;
import okko.bpf.verify.FindingText;
import okko.bpf.verify.LoggedState;
import okko.bpf.verify.StateLog;

/** What the verifier knew before each instruction, beside the source; the findings where they were made. */
final class StateListing implements StateLog {

    /** Loops that are looked at round by round bring many states to an instruction; nobody reads more than this. */
    private static final int STATES_SHOWN = 32;

    private static final String INDENT = " ".repeat(9);

    private final ProgramImage image;
    private final Map<Integer, Set<LoggedState>> statesByPc = new TreeMap<>();
    private final Set<Integer> cutShort = new LinkedHashSet<>();

    StateListing(ProgramImage image) {
        this.image = image;
    }

    /**
     * One instruction with what was known before it, as JSON shows it.
     *
     * @param place  source file and line; empty if unknown
     * @param source text of the line; empty if unknown
     * @param states none if no run comes here
     * @param more   true if there were more states
     */
    record Entry(
            int pc, String instruction, String place, String source, List<LoggedState> states,
            @JsonInclude(JsonInclude.Include.NON_NULL) Boolean more) {}

    @Override
    public void see(int pc, LoggedState state) {
        Set<LoggedState> states = statesByPc.computeIfAbsent(pc, _ -> new LinkedHashSet<>());
        if (states.size() < STATES_SHOWN) {
            states.add(state);
        } else if (!states.contains(state)) {
            cutShort.add(pc);
        }
    }

    /** {@return an entry for each instruction, in their order} */
    List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        for (int pc = 0; pc < image.code().slots(); pc++) {
            Instruction instruction = image.code().at(pc);
            if (instruction != null) {
                SourceLine line = image.lines().at(pc);
                entries.add(new Entry(
                        pc, Disassembler.text(instruction, image.abi()),
                        line == null ? "" : line.file() + ":" + line.number(), line == null ? "" : line.text(),
                        List.copyOf(statesByPc.getOrDefault(pc, Set.of())), cutShort.contains(pc) ? true : null));
            }
        }
        return entries;
    }

    /** Writes the program, source lines as the assembler's comments, and each state below its instruction. */
    String text(List<Finding> findings) {
        List<String> lines = new ArrayList<>();
        String before = "";
        for (Entry entry : entries()) {
            String function = image.lines().functionAt(entry.pc());
            if (function != null) {
                lines.add(function + ":");
            }
            if (!entry.place().isEmpty() && !entry.place().equals(before)) {
                lines.add("# " + entry.place() + ": " + entry.source());
            }
            before = entry.place();
            lines.add("%5d: %s".formatted(entry.pc(), entry.instruction()));
            entry.states().forEach(state -> lines.add(INDENT + state.text()));
            if (entry.states().isEmpty()) {
                lines.add(INDENT + "no run comes here");
            }
            if (entry.more() != null) {
                lines.add(INDENT + "... and more");
            }
            addFindings(findings, entry.pc(), lines);
        }
        return String.join("\n", lines);
    }

    private static void addFindings(List<Finding> findings, int pc, List<String> lines) {
        for (Finding finding : findings) {
            if (finding.pc() == pc) {
                lines.add(">>> rejected here:");
                lines.addAll(FindingText.body(finding));
            }
        }
    }
}
