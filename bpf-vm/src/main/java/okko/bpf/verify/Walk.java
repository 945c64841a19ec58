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

/**
 * The one loop over the program: in an order in which every instruction comes after those that lead to it, each state
 * that arrives is held against the instruction's needs, changed by its effect and passed on.
 *
 * <p>A function is walked anew for each call of it, with all states of that call at once.
 */
final class Walk {

    /** States kept apart where paths meet; further ones are joined. */
    private static final int STATES_PER_PC = 16;

    /** When so many states wait, memory is what is short: one per instruction must do. */
    private static final int MANY_WAITING = 16_384;

    /** Instructions times states times stack frames: just beyond what a program without calls can cost. */
    private static final long MAX_STEPS = 1_100_000;

    private final ProgramImage image;
    private final Findings findings;
    private final Observations observations;
    private final CallGraph functions;
    private final Deque<Integer> active = new ArrayDeque<>();
    private long calls;
    private long steps;
    private int waiting;
    private boolean isExhausted;

    Walk(ProgramImage image, CallGraph functions, Findings findings, Observations observations) {
        this.image = image;
        this.functions = functions;
        this.findings = findings;
        this.observations = observations;
    }

    /** Walks the program from its entry. */
    void run() {
        walk(0, List.of(State.atEntry(image.abi())));
    }

    /** Walks one call of a function; returns the states at its exits, few. */
    private List<State> walk(int entry, List<State> arriving) {
        FlowGraph graph = functions.graph(entry);
        long call = calls++;
        active.push(entry);
        Exits exits = new Exits(new Site(calls++, entry), new ArrayList<>());
        Map<Integer, List<State>> arrivals = new HashMap<>();
        for (State state : arriving) {
            arrive(graph, arrivals, state, new Site(call, entry));
        }
        for (int pc : graph.order()) {
            List<State> states = arrivals.remove(pc);
            if (states == null) {
                continue;
            }
            waiting -= states.size();
            steps += (long) states.size() * active.size();
            if (isStopped(pc)) {
                break;
            }
            for (Step step : step(new Site(call, pc), states, exits)) {
                if (graph.isForward(pc, step.target)) {
                    arrive(graph, arrivals, step.state, new Site(call, step.target));
                }
            }
        }
        active.pop();
        return exits.states;
    }

    /** Where all exits of a call meet: a site of its own, since states that arrive have been joined at theirs. */
    private record Exits(Site site, List<State> states) {}

    /** A state on its way to a pc. */
    private record Step(int target, State state) {}

    private boolean isStopped(int pc) {
        if (steps > MAX_STEPS && !isExhausted) {
            isExhausted = true;
            findings.add(pc, Walk.class, new Reason(
                    "a program that can be verified in " + MAX_STEPS + " steps",
                    "that many were taken before this instruction",
                    "call functions from fewer places, or split the program"));
        }
        return isExhausted || findings.isFull();
    }

    private void arrive(FlowGraph graph, Map<Integer, List<State>> arrivals, State state, Site site) {
        List<State> there = arrivals.computeIfAbsent(site.pc(), _ -> new ArrayList<>(1));
        int before = there.size();
        if (graph.isMeeting(site.pc()) || before >= STATES_PER_PC) {
            Merge.add(there, state.retaining(graph.live(site.pc())), bound(), site);
        } else {
            there.add(state);
        }
        waiting += there.size() - before;
    }

    private int bound() {
        return waiting > MANY_WAITING ? 1 : STATES_PER_PC;
    }

    private List<Step> step(Site site, List<State> states, Exits exits) {
        return image.code().at(site.pc()) instanceof CallRegister(Reg callee)
                ? stepThrough(callee, site, states, exits)
                : step(image.code().at(site.pc()), site, states, exits);
    }

    /** A call of what a register names is, state by state, a call of one function or helper. */
    private List<Step> stepThrough(Reg register, Site site, List<State> states, Exits exits) {
        List<Step> steps = new ArrayList<>();
        Map<Instruction, List<State>> statesByCall = new LinkedHashMap<>();
        for (State state : states) {
            Instruction call = Callee.of(register, state);
            if (call != null) {
                statesByCall.computeIfAbsent(call, _ -> new ArrayList<>()).add(state);
                continue;
            }
            if (!Entailment.isExcused(state.value(register))) {
                findings.add(site.pc(), Callee.class, Callee.unknown(register, state, image));
            }
            add(steps, site.pc() + 1, state.afterHelper(Value.EXCUSED));
        }
        observations.seeCallThroughRegister(site.pc());
        statesByCall.forEach((call, group) -> steps.addAll(step(call, site, group, exits)));
        return steps;
    }

    private List<Step> step(Instruction instruction, Site site, List<State> states, Exits exits) {
        int next = site.pc() + instruction.slots();
        List<Step> steps = new ArrayList<>();
        List<State> calling = new ArrayList<>();
        List<Need> needs = Needs.of(instruction, states.getFirst().depth(), image.abi());
        for (State state : states) {
            State met = meet(needs, site.pc(), instruction, state);
            switch (instruction) {
                case Branch branch -> {
                    BranchEffect.Ways ways = BranchEffect.of(branch, met, site);
                    add(steps, next, ways.fallThrough());
                    add(steps, branch.target(), ways.taken());
                }
                case Jump(int target) -> add(steps, target, met);
                case Exit _ -> exit(met, exits);
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
        observations.see(pc, instruction, state);
        for (Need need : needs) {
            Reason reason = Entailment.refute(need, state, image);
            if (reason == null) {
                observations.see(pc, need, state);
            } else {
                findings.add(pc, need, reason);
                state = Pardon.of(need, state, image);
            }
        }
        return state;
    }

    private void exit(State state, Exits exits) {
        if (state.depth() > 0) {
            Merge.add(exits.states, state.returning(), bound(), exits.site);
        }
    }

    private List<State> call(Site site, int target, List<State> calling) {
        boolean tooDeep = active.size() == BpfFunction.MAX_FRAMES;
        if (tooDeep) {
            findings.add(site.pc(), CallLocal.class, new Reason(
                    "at most " + BpfFunction.MAX_FRAMES + " functions running at once",
                    "this call would make " + (BpfFunction.MAX_FRAMES + 1), "let the compiler inline some of them"));
        }
        boolean isRecursion = active.contains(target);
        if (isRecursion && !functions.isRecursive(target)) {
            findings.add(site.pc(), CallGraph.class, functions.recursion(target));
        }
        if (tooDeep || isRecursion) {
            return calling.stream().map(state -> state.afterHelper(Value.EXCUSED)).toList();
        }
        return walk(target, calling.stream().map(State::entering).toList());
    }
}
