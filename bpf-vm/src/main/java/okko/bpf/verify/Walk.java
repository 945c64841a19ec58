package okko.bpf.verify;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import okko.bpf.engine.BpfFunction;
import okko.bpf.image.ProgramImage;
import okko.bpf.isa.Instruction.CallLocal;
import okko.bpf.verify.Loops.Region;
import okko.bpf.verify.Notes.Completeness;
import okko.bpf.verify.Pass.Step;
import okko.bpf.verify.Trail.Decision;

/**
 * The one loop over the program: in an order in which every instruction comes after those that lead to it, each state
 * that arrives is held against the instruction's needs, changed by its effect and passed on.
 *
 * <p>A function is walked anew for each call of it, with all states of that call at once: a {@link Pass}, in which
 * {@link Stepping} goes past single instructions. A loop is gone round until nothing new comes to its head, and then
 * once more for the record: only what is seen in that round counts ({@link LoopWalk}).
 */
final class Walk {

    private final ProgramImage image;
    private final VerifyOptions options;
    private final CallGraph functions;
    private final Look look;
    private final Effort effort;
    private final Notes notes;
    private final Stepping stepping;
    private final LoopWalk loops;
    private final Deque<Integer> active = new ArrayDeque<>();
    private long visits;
    private boolean isExhausted;

    /** One look at a program, which notes what it sees. */
    Walk(ProgramImage image, VerifyOptions options, CallGraph functions, Look look, Effort effort, Notes notes) {
        this.image = image;
        this.options = options;
        this.functions = functions;
        this.look = look;
        this.effort = effort;
        this.notes = notes;
        stepping = new Stepping(image, options, notes, this);
        loops = new LoopWalk(look, effort, notes, this);
    }

    /**
     * Walks the program from its entry.
     *
     * @param trail to the entry; what is found is told with the way that led there if that is followed
     */
    void run(Trail trail) {
        walk(0, List.of(State.atEntry(image.abi()).with(trail)));
        notes.conclude(isExhausted ? Completeness.GIVEN_UP : Completeness.WHOLE, options.maxInstructions());
    }

    /** Whether the work was given up before the program's end. */
    boolean isExhausted() {
        return isExhausted;
    }

    /** What it notes. */
    Notes notes() {
        return notes;
    }

    Effort effort() {
        return effort;
    }

    /** Entries of the functions that are running, the innermost first. */
    Deque<Integer> active() {
        return active;
    }

    /** An instruction, in a visit of its own. */
    Site site(int pc) {
        return new Site(visits++, pc);
    }

    Pass pass(FlowGraph graph, Region region) {
        return new Pass(this, visits++, graph, region);
    }

    List<Step> step(Site site, List<State> states) {
        return stepping.step(site, states);
    }

    List<Step> goRound(FlowGraph graph, Region loop, List<State> entering) {
        return loops.goRound(graph, loop, entering);
    }

    /** Adds a state to those that wait at a place, of which no more are kept than can be afforded. */
    void merge(List<State> waiting, State state, Site site) {
        Merge.add(waiting, state, look.states(), effort.statesApart(), site);
    }

    /** Whether to go no further than to an instruction. */
    boolean isStopped(int pc) {
        Reason excess = effort.excess();
        if (excess != null && !isExhausted) {
            isExhausted = true;
            notes.reportExcess(pc, excess);
        }
        return isExhausted || notes.isFull();
    }

    /** Walks one call of a function; returns the states at its exits, few. */
    private List<State> walk(int entry, List<State> arriving) {
        FlowGraph graph = functions.graph(entry);
        active.push(entry);
        Pass pass = pass(graph, graph.loops().whole());
        arriving.forEach(state -> pass.take(new Step(entry, state)));
        pass.run();
        active.pop();
        List<State> exits = new ArrayList<>();
        Site site = site(entry);
        for (Step exit : pass.leaving()) {
            merge(exits, exit.state().returning(), site);
        }
        return exits;
    }

    /** What comes back from a function that is called in some states. */
    List<State> call(Site site, int target, List<State> calling) {
        boolean tooDeep = active.size() == BpfFunction.MAX_FRAMES;
        if (tooDeep) {
            notes.report(site.pc(), CallLocal.class, new Reason(
                    "at most " + BpfFunction.MAX_FRAMES + " functions running at once",
                    "this call would make " + (BpfFunction.MAX_FRAMES + 1), "let the compiler inline some of them"),
                    calling.getFirst());
        }
        boolean isRecursion = active.contains(target);
        if (isRecursion && !functions.isRecursive(target)) {
            notes.report(site.pc(), CallGraph.class, CallGraph.recursion(target, image), calling.getFirst());
        }
        if (tooDeep || isRecursion) {
            return calling.stream().map(state -> state.afterHelper(Value.EXCUSED)).toList();
        }
        Decision call = new Decision.Call(site.pc(), target);
        List<State> returned = walk(target, calling.stream()
                .map(state -> state.entering().with(state.trail().then(call)))
                .toList());
        return returned.stream().map(state -> state.with(state.trail().thenReturn(site.pc()))).toList();
    }
}
