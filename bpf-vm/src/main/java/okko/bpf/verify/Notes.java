package okko.bpf.verify;

import java.util.Deque;
import java.util.List;
import okko.bpf.image.ProgramImage;
import okko.bpf.isa.Instruction;
import okko.bpf.verify.Loops.Region;

/**
 * What one look at a program writes down: findings, what compiler and switch want to know, rounds of loops, the log.
 *
 * <p>Only of states that runs may be in: while those at a loop's head are still being sought, nothing is written down.
 */
final class Notes {

    private final ProgramImage image;
    private final CallGraph functions;
    private final Findings findings;
    private final StateLog log;
    private final Observations observations;
    private final LoopBounds bounds = new LoopBounds();
    private Recording recording = Recording.ON;

    /** Whether what is seen belongs to runs that there may be, or to states that are still being sought. */
    enum Recording {
        ON,
        OFF
    }

    /** Whether the look came to the program's end. */
    enum Completeness {
        WHOLE,
        GIVEN_UP
    }

    Notes(ProgramImage image, CallGraph functions, Findings findings, StateLog log) {
        this.image = image;
        this.functions = functions;
        this.findings = findings;
        this.log = log;
        observations = new Observations(image);
    }

    /** Begins or ends to write down; returns what was so before. */
    Recording turn(Recording now) {
        Recording before = recording;
        recording = now;
        return before;
    }

    /** The findings, of which there may be none. */
    Findings findings() {
        return findings;
    }

    boolean isFull() {
        return findings.isFull();
    }

    /** Makes a finding of what is wrong in a state. */
    void report(int pc, Object cause, Reason reason, State state) {
        if (recording == Recording.ON) {
            findings.add(pc, cause, reason, () -> Background.of(
                    cause instanceof Need need ? Origins.of(need, pc, state, image, functions) : List.of(),
                    state.trail(), image));
        }
    }

    /** Makes a finding that ends the look. */
    void reportExcess(int pc, Reason reason) {
        findings.add(pc, Effort.class, reason);
    }

    /** A state in which an instruction of a function is about to be executed. */
    void see(int pc, Instruction instruction, State state, int function) {
        if (recording == Recording.ON) {
            observations.see(pc, instruction, state);
            if (log != StateLog.NONE) {
                log.see(pc, StateText.of(functions.graph(function).live(pc, state), image));
            }
        }
    }

    /** A need that a state has met. */
    void see(int pc, Need need, State state, Deque<Integer> active) {
        if (recording == Recording.ON) {
            observations.see(pc, need, state);
            seeWrite(MemoryAccess.of(need, state, image), active);
        }
    }

    void seeCallThroughRegister(int pc, Instruction call) {
        if (recording == Recording.ON) {
            observations.seeCallThroughRegister(pc, call);
        }
    }

    /** A state at the head of a loop. */
    void seeHead(FlowGraph graph, Region loop, State state) {
        if (recording == Recording.ON) {
            bounds.see(graph, loop, state);
        }
    }

    /** How often one entry into a loop leads to its head, at most; {@link Long#MAX_VALUE} if unknown. */
    void seeVisits(Region loop, long count) {
        if (recording == Recording.ON) {
            bounds.see(loop, count);
        }
    }

    /** Once all was seen: finds what shows only in the whole. */
    void conclude(Completeness completeness, long maxInstructions) {
        observations.report(findings);
        if (completeness == Completeness.WHOLE) {
            observations.conclude(bounds, findings);
        }
        if (findings.isEmpty()) {
            runLength().report(maxInstructions, findings);
        }
    }

    /** What was learnt; only of a program without recursion. */
    Analysis analysis() {
        return observations.analysis(runLength().most());
    }

    private RunLength runLength() {
        return new RunLength(functions, bounds, observations.calleesThroughRegister());
    }

    private void seeWrite(MemoryAccess access, Deque<Integer> active) {
        if (access != null && access.access() != Need.Access.READ && access.isThroughPointer()
                && access.pointer() instanceof Value.StackPointer(int frame, long min, long max, var _)) {
            int function = active.stream().skip(active.size() - 1L - frame).findFirst().orElseThrow();
            bounds.seeWrite(function, min + access.offset(), max - min + access.bytes());
        }
    }
}
