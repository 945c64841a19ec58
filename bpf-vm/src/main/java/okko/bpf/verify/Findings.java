package okko.bpf.verify;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import okko.bpf.asm.Disassembler;
import okko.bpf.image.ProgramImage;
import okko.bpf.isa.Code;
import okko.bpf.isa.Instruction;
import okko.bpf.verify.Reason.MissingCheck;

/** The findings made so far: one per instruction and need, however many paths show it. */
final class Findings {

    /** More would not be read. */
    static final int MAX_FINDINGS = 32;

    private final ProgramImage image;
    private final int limit;
    private final Set<Object> seen = new HashSet<>();
    private final List<Finding> findings = new ArrayList<>();

    /** Which finding asks for a check of the packet's length. */
    private final Map<MissingCheck, Integer> lengthChecks = new HashMap<>();

    /** What accesses after a finding need that the same check could see to. */
    private final Map<Integer, MissingCheck> furthest = new HashMap<>();

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
        if (reason.length() != null && !isAnother(reason.length())) {
            return;
        }
        Background told = background.get();
        findings.add(new Finding(pc, text(pc), Wording.place(pc, image), source(pc), reason.needs(), reason.known(),
                told.origins(), told.path(), told.earlier(), reason.hint()));
    }

    /** Whether no earlier finding asks for this check, which then is asked to go further. */
    private boolean isAnother(MissingCheck missing) {
        MissingCheck assumed = new MissingCheck(missing.terms(), missing.assumed(), MissingCheck.NONE);
        MissingCheck asked = new MissingCheck(missing.terms(), missing.bytes(), MissingCheck.NONE);
        Integer earlier = lengthChecks.get(assumed);
        lengthChecks.putIfAbsent(asked, earlier == null ? findings.size() : earlier);
        if (earlier != null) {
            furthest.merge(earlier, missing, (a, b) -> a.bytes() < b.bytes() ? b : a);
        }
        return earlier == null;
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
        return IntStream.range(0, findings.size())
                .mapToObj(this::complete)
                .sorted(Comparator.comparingInt(Finding::pc))
                .toList();
    }

    private Finding complete(int index) {
        Finding each = findings.get(index);
        MissingCheck further = furthest.get(index);
        return further == null ? each : new Finding(each.pc(), each.instruction(), each.place(), each.source(),
                each.needs(), each.known(), each.origins(), each.path(), each.earlierSteps(),
                each.hint() + "; later accesses need " + further.needed());
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
