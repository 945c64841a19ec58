package okko.bpf.verify;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import okko.bpf.asm.Disassembler;
import okko.bpf.image.ProgramImage;
import okko.bpf.isa.Code;
import okko.bpf.isa.Instruction;

/** The findings made so far: one per instruction and need, however many paths show it. */
final class Findings {

    /** More would not be read. */
    static final int MAX_FINDINGS = 32;

    private final ProgramImage image;
    private final int limit;
    private final Set<Object> seen = new HashSet<>();
    private final List<Finding> findings = new ArrayList<>();

    Findings(ProgramImage image) {
        this(image, MAX_FINDINGS);
    }

    /** For the question only whether there is something to be found. */
    static Findings first(ProgramImage image) {
        return new Findings(image, 1);
    }

    /** For so many as another look has found. */
    Findings(ProgramImage image, int limit) {
        this.image = image;
        this.limit = limit;
    }

    /**
     * Adds a finding unless it was made before.
     *
     * @param pc     of the instruction
     * @param cause  what was not met; the same cause at the same pc is one finding
     * @param reason why
     */
    void add(int pc, Object cause, Reason reason) {
        add(pc, cause, reason, () -> Background.NONE);
    }

    /**
     * Adds a finding unless it was made before.
     *
     * @param pc         of the instruction
     * @param cause      what was not met; the same cause at the same pc is one finding
     * @param reason     why
     * @param background what to tell besides; not asked if the finding was made before
     */
    void add(int pc, Object cause, Reason reason, Supplier<Background> background) {
        if (isFull() || !seen.add(List.of(pc, cause))) {
            return;
        }
        Background told = background.get();
        findings.add(new Finding(pc, text(pc), Wording.place(pc, image), source(pc), reason.needs(), reason.known(),
                told.origins(), told.path(), told.earlier(), reason.hint()));
    }

    boolean isFull() {
        return findings.size() >= limit;
    }

    int count() {
        return findings.size();
    }

    boolean isEmpty() {
        return findings.isEmpty();
    }

    /** In the order of their pcs. */
    List<Finding> list() {
        return findings.stream().sorted(Comparator.comparingInt(Finding::pc)).toList();
    }

    private String text(int pc) {
        Code code = image.code();
        Instruction instruction = pc < code.slots() ? code.at(pc) : null;
        return instruction == null ? "" : Disassembler.text(instruction, image.abi());
    }

    private String source(int pc) {
        var line = image.lines().at(pc);
        return line == null ? "" : line.text();
    }
}
