package okko.bpf.verify;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import okko.bpf.engine.BpfFunction;
import okko.bpf.image.ProgramImage;
import okko.bpf.isa.Instruction.Alu;
import okko.bpf.isa.Instruction.Atomic;
import okko.bpf.isa.Instruction.Branch;
import okko.bpf.isa.Instruction.CallHelper;
import okko.bpf.isa.Instruction.CallLocal;
import okko.bpf.isa.Instruction.CallRegister;
import okko.bpf.isa.Instruction.Exit;
import okko.bpf.isa.Instruction.Jump;
import okko.bpf.isa.Instruction.Load;
import okko.bpf.isa.Instruction.LoadCode;
import okko.bpf.isa.Instruction.LoadImmediate;
import okko.bpf.isa.Instruction.LoadMap;
import okko.bpf.isa.Instruction.LoadMapValue;
import okko.bpf.isa.Instruction.LoadPacket;
import okko.bpf.isa.Instruction.LoadVariable;
import okko.bpf.isa.Instruction.MoveSigned;
import okko.bpf.isa.Instruction.Negate;
import okko.bpf.isa.Instruction.Store;
import okko.bpf.isa.Instruction.Swap;
import okko.bpf.isa.Instruction;
import okko.bpf.isa.Reg;
import okko.bpf.verify.Loops.Region;
import okko.bpf.verify.Trail.Decision;
import okko.bpf.verify.Trail.Turn;

/**
 * The one loop over the program: in an order in which every instruction comes after those that lead to it, each state
 * that arrives is held against the instruction's needs, changed by its effect and passed on.
 *
 * <p>A function is walked anew for each call of it, with all states of that call at once. A loop is gone round until
 * nothing new comes to its head, and then once more for the record: only what is seen in that round counts.
 */
final class Walk {

    /** States kept apart where paths meet; further ones are joined. */
    private static final int STATES_PER_PC = 16;

    /** When so many states wait, memory is what is short: one per instruction must do. */
    private static final int MANY_WAITING = 16_384;

    /** Instructions times states times stack frames: just beyond what a program without calls and loops can cost. */
    private static final long MAX_STEPS = 1_100_000;

    /** After so many steps in loops, they are no longer gone round one by one. */
    private static final long MANY_STEPS_IN_LOOPS = 1 << 15;

    private final ProgramImage image;
    private final VerifyOptions options;
    private final Findings findings;
    private final Observations observations;
    private final CallGraph functions;
    private final LoopBounds bounds = new LoopBounds();
    private final Rounds rounds;
    private final Deque<Integer> active = new ArrayDeque<>();
    private long visits;
    private long steps;
    private long stepsInLoops;
    private int loopsOpen;
    private int waiting;
    private Recording recording = Recording.ON;
    private StateLog log = StateLog.NONE;
    private boolean isExhausted;

    /** Whether what is seen belongs to runs that there may be, or to states that are still being sought. */
    private enum Recording {
        ON,
        OFF
    }

    Walk(ProgramImage image, VerifyOptions options, CallGraph functions, Findings findings, Rounds rounds) {
        this.image = image;
        this.options = options;
        this.functions = functions;
        this.findings = findings;
        this.observations = new Observations(image);
        this.rounds = rounds;
    }

    /**
     * Walks the program from its entry.
     *
     * @param trail to the entry; what is found is told with the way that led there if that is followed
     * @param told  of each state that counts
     */
    void run(Trail trail, StateLog told) {
        log = told;
        walk(0, List.of(State.atEntry(image.abi()).with(trail)));
        observations.report(findings);
        if (!isExhausted) {
            observations.conclude(bounds, findings);
        }
        if (findings.isEmpty()) {
            runLength().report(options.maxInstructions(), findings);
        }
    }

    /** Whether the work was given up before the program's end. */
    boolean isExhausted() {
        return isExhausted;
    }

    /** What was learnt; only of a program without recursion. */
    Analysis analysis() {
        return observations.analysis(runLength().most());
    }

    private RunLength runLength() {
        return new RunLength(functions, bounds, observations.calleesThroughRegister());
    }

    /** Walks one call of a function; returns the states at its exits, few. */
    private List<State> walk(int entry, List<State> arriving) {
        FlowGraph graph = functions.graph(entry);
        active.push(entry);
        Pass pass = new Pass(graph, graph.loops().whole());
        arriving.forEach(state -> pass.take(new Step(entry, state)));
        pass.run();
        active.pop();
        List<State> exits = new ArrayList<>();
        Site site = new Site(visits++, entry);
        for (Step exit : pass.leaving) {
            Merge.add(exits, exit.state.returning(), rounds.states(), bound(), site);
        }
        return exits;
    }

    /** A state on its way to a pc. */
    private record Step(int target, State state) {

        /** The target behind the exit of a function. */
        static final int EXIT = -1;
    }

    /** One way through a function, or one round of a loop. */
    private final class Pass {

        private final FlowGraph graph;
        private final Region region;
        private final long visit = visits++;
        private final Map<Integer, List<State>> arrivals = new HashMap<>();
        private final List<State> started = new ArrayList<>();
        private final List<State> atHead = new ArrayList<>();
        private final List<Step> leaving = new ArrayList<>();

        Pass(FlowGraph graph, Region region) {
            this.graph = graph;
            this.region = region;
        }

        void run() {
            for (int pc : region.order()) {
                List<State> states = arrivals.remove(pc);
                if (states == null) {
                    continue;
                }
                waiting -= states.size();
                long taken = (long) states.size() * active.size();
                steps += taken;
                stepsInLoops += loopsOpen > 0 ? taken : 0;
                if (isStopped(pc)) {
                    return;
                }
                Region loop = graph.loops().loopAt(region, pc);
                List<Step> onward = loop == null ? step(new Site(visit, pc), states) : goRound(graph, loop, states);
                onward.forEach(this::take);
            }
        }

        /** Lets a state wait where it is going to: here, at the head for the next round, or outside. */
        void take(Step step) {
            if (step.target == Step.EXIT || !graph.loops().contains(region, step.target)) {
                leaving.add(step);
            } else if (step.target == region.head()) {
                State state = graph.live(step.target, step.state);
                atHead.add(state.with(state.trail().thenAgain(step.target)));
            } else {
                arrive(step.state, new Site(visit, step.target));
            }
        }

        /** Begins the round with some states, whose counters are given names: so it shows how they move. */
        void begin(List<State> states) {
            Site site = new Site(visit, region.head());
            for (State state : states) {
                State named = BranchEffect.withinPacket(state);
                if (recording == Recording.ON) {
                    bounds.see(graph, region, named);
                }
                for (int i : region.counters()) {
                    named = Effect.named(named, new Reg(i), site.ofCounter(i));
                }
                started.add(named);
            }
            arrivals.put(region.head(), started);
            waiting += states.size();
        }

        private void arrive(State state, Site site) {
            List<State> there = arrivals.computeIfAbsent(site.pc(), _ -> new ArrayList<>(1));
            int before = there.size();
            if (graph.isMeeting(site.pc()) || before >= STATES_PER_PC) {
                Merge.add(there, graph.live(site.pc(), state), rounds.states(), bound(), site);
            } else {
                there.add(state);
            }
            waiting += there.size() - before;
        }
    }

    /** Goes round a loop until nothing new comes to its head; returns the steps that lead out of it. */
    private List<Step> goRound(FlowGraph graph, Region loop, List<State> entering) {
        List<Step> leaving = new ArrayList<>();
        List<State> states = entering.stream()
                .map(state -> state.with(state.trail().then(new Decision.Round(loop.head(), Turn.FIRST))))
                .toList();
        int apart = 0;
        while (apart < rounds.apart() && stepsInLoops < MANY_STEPS_IN_LOOPS && !states.isEmpty() && !isExhausted) {
            Pass pass = round(graph, loop, states);
            leaving.addAll(pass.leaving);
            Site site = new Site(visits++, loop.head());
            List<State> next = new ArrayList<>();
            pass.atHead.forEach(state -> Merge.add(next, state, rounds.states(), bound(), site));
            states = next;
            apart++;
        }
        if (states.isEmpty()) {
            see(loop, apart);
        } else if (!isExhausted) {
            settle(graph, loop, states, leaving, apart);
        }
        return leaving;
    }

    /** Finds states that hold at the head in all rounds from now on. */
    private void settle(FlowGraph graph, Region loop, List<State> entering, List<Step> leaving, int apart) {
        Recording outer = recording;
        recording = Recording.OFF;
        Widening widening = Widening.of(graph, loop, entering);
        LoopHead head = new LoopHead(loop.head(), widening, () -> new Site(visits++, loop.head()));
        head.takeIn(entering);
        Pass pass = round(graph, loop, head.states());
        while (head.takeIn(pass.atHead) && !isExhausted) {
            pass = round(graph, loop, head.states());
        }
        // One step back from where widening has led: what can enter, and what comes round from there.
        LoopHead settled = new LoopHead(loop.head(), widening, () -> new Site(visits++, loop.head()));
        settled.takeIn(entering);
        settled.takeIn(pass.atHead);
        recording = outer;
        do {
            pass = round(graph, loop, settled.states());
        } while (settled.takeIn(pass.atHead) && !isExhausted);
        leaving.addAll(pass.leaving);
        if (leaving.isEmpty() && !pass.atHead.isEmpty() && !isExhausted) {
            report(loop.lastSource(), loop, new Reason(
                    "a way out of the loop that begins at pc " + loop.head(),
                    "no run that comes to this jump leaves the loop", "count the rounds, and leave after the last"),
                    pass.atHead.getFirst());
        } else {
            see(loop, RunLength.plus(apart, LoopBounds.visits(pass.started, pass.atHead)));
        }
    }

    private Pass round(FlowGraph graph, Region loop, List<State> states) {
        Pass pass = new Pass(graph, loop);
        pass.begin(states);
        loopsOpen++;
        pass.run();
        loopsOpen--;
        return pass;
    }

    /** Makes a finding of what is wrong in a round that counts. */
    private void report(int pc, Object cause, Reason reason, State state) {
        if (recording == Recording.ON) {
            findings.add(pc, cause, reason, () -> Background.of(
                    cause instanceof Need need ? Origins.of(need, pc, state, image, functions) : List.of(),
                    state.trail(), image));
        }
    }

    private void see(Region loop, long count) {
        if (recording == Recording.ON) {
            bounds.see(loop, count);
        }
    }

    private boolean isStopped(int pc) {
        if (steps > MAX_STEPS) {
            exhaust(pc, new Reason(
                    "a program that can be verified in " + MAX_STEPS + " steps",
                    "that many were taken before this instruction",
                    "call functions from fewer places, or split the program"));
        } else if (stepsInLoops > rounds.maxSteps()) {
            exhaust(pc, new Reason(
                    "loops that can be verified in " + rounds.maxSteps() + " steps",
                    "that many were taken before this instruction",
                    "nest fewer loops, keep their counters in registers, or split the program"));
        }
        return isExhausted || findings.isFull();
    }

    private void exhaust(int pc, Reason reason) {
        if (!isExhausted) {
            isExhausted = true;
            findings.add(pc, Walk.class, reason);
        }
    }

    private int bound() {
        return waiting > MANY_WAITING ? 1 : STATES_PER_PC;
    }

    private List<Step> step(Site site, List<State> states) {
        return image.code().at(site.pc()) instanceof CallRegister(Reg callee)
                ? stepThrough(callee, site, states)
                : step(image.code().at(site.pc()), site, states);
    }

    /** A call of what a register names is, state by state, a call of one function or helper. */
    private List<Step> stepThrough(Reg register, Site site, List<State> states) {
        List<Step> steps = new ArrayList<>();
        Map<Instruction, List<State>> statesByCall = new LinkedHashMap<>();
        for (State state : states) {
            Instruction call = Callee.of(register, state);
            if (recording == Recording.ON) {
                observations.seeCallThroughRegister(site.pc(), call);
            }
            if (call != null) {
                statesByCall.computeIfAbsent(call, _ -> new ArrayList<>()).add(state);
                continue;
            }
            if (!Entailment.isExcused(state.value(register))) {
                report(site.pc(), Callee.class, Callee.unknown(register, state, image), state);
            }
            add(steps, site.pc() + 1, state.afterHelper(Value.EXCUSED));
        }
        statesByCall.forEach((call, group) -> steps.addAll(step(call, site, group)));
        return steps;
    }

    private List<Step> step(Instruction instruction, Site site, List<State> states) {
        int next = site.pc() + instruction.slots();
        List<Step> steps = new ArrayList<>();
        List<State> calling = new ArrayList<>();
        List<Need> needs = Needs.of(
                instruction, states.getFirst().depth(), image.abi(), options.alignment());
        for (State state : states) {
            State met = meet(needs, site.pc(), instruction, state);
            switch (instruction) {
                case Branch branch -> {
                    BranchEffect.Ways ways = BranchEffect.of(branch, met, site);
                    add(steps, next, ways.fallThrough());
                    add(steps, branch.target(), ways.taken());
                }
                case Jump(int target) -> add(steps, target, met);
                case Exit _ -> add(steps, Step.EXIT, met.depth() > 0 ? met : null);
                case CallLocal _ -> calling.add(met);
                case Alu _, Negate _, MoveSigned _, Swap _, LoadImmediate _, LoadMap _, LoadMapValue _, LoadVariable _,
                        LoadCode _, Load _, LoadPacket _, Store _, Atomic _, CallHelper _, CallRegister _ ->
                    add(steps, next, Effect.of(instruction, met, site, image));
            }
        }
        if (instruction instanceof CallLocal(int target)) {
            call(site, target, calling).forEach(state -> add(steps, next, state));
        }
        return steps;
    }

    private static void add(List<Step> steps, int target, State state) {
        if (state != null) {
            steps.add(new Step(target, state));
        }
    }

    private State meet(List<Need> needs, int pc, Instruction instruction, State arriving) {
        State state = arriving;
        boolean isRecording = recording == Recording.ON;
        if (isRecording) {
            observations.see(pc, instruction, state);
            tell(pc, state);
        }
        for (Need need : needs) {
            Reason reason = Entailment.refute(need, state, image);
            if (reason != null) {
                report(pc, need, reason, state);
                state = Pardon.of(need, state, image);
            } else if (isRecording) {
                observations.see(pc, need, state);
                seeWrite(MemoryAccess.of(need, state, image));
            }
        }
        return state;
    }

    private void tell(int pc, State state) {
        if (log != StateLog.NONE) {
            log.see(pc, StateText.of(functions.graph(active.peek()).live(pc, state), image));
        }
    }

    private void seeWrite(MemoryAccess access) {
        if (access != null && access.access() != Need.Access.READ && access.isThroughPointer()
                && access.pointer() instanceof Value.StackPointer(int frame, long min, long max, var _)) {
            int function = active.stream().skip(active.size() - 1L - frame).findFirst().orElseThrow();
            bounds.seeWrite(function, min + access.offset(), max - min + access.bytes());
        }
    }

    private List<State> call(Site site, int target, List<State> calling) {
        boolean tooDeep = active.size() == BpfFunction.MAX_FRAMES;
        if (tooDeep) {
            report(site.pc(), CallLocal.class, new Reason(
                    "at most " + BpfFunction.MAX_FRAMES + " functions running at once",
                    "this call would make " + (BpfFunction.MAX_FRAMES + 1), "let the compiler inline some of them"),
                    calling.getFirst());
        }
        boolean isRecursion = active.contains(target);
        if (isRecursion && !functions.isRecursive(target)) {
            report(site.pc(), CallGraph.class, CallGraph.recursion(target, image), calling.getFirst());
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
