package okko.bpf.verify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import okko.bpf.isa.Reg;
import okko.bpf.verify.Loops.Region;

/** One way through a function, or one round of a loop. */
final class Pass {

    private final Walk walk;
    private final FlowGraph graph;
    private final Region region;
    private final long visit;
    private final Map<Integer, List<State>> arrivals = new HashMap<>();
    private final List<State> started = new ArrayList<>();
    private final List<State> atHead = new ArrayList<>();
    private final List<Step> leaving = new ArrayList<>();

    /** A state on its way to a pc. */
    record Step(int target, State state) {

        /** The target behind the exit of a function. */
        static final int EXIT = -1;
    }

    /**
     * A pass that nothing has begun yet.
     *
     * @param visit told apart from all others by this number
     */
    Pass(Walk walk, long visit, FlowGraph graph, Region region) {
        this.walk = walk;
        this.visit = visit;
        this.graph = graph;
        this.region = region;
    }

    /** What has come round to the head. */
    List<State> atHead() {
        return atHead;
    }

    /** What has left, for pcs outside or for the function's exit. */
    List<Step> leaving() {
        return leaving;
    }

    /** With what the round has begun. */
    List<State> started() {
        return started;
    }

    void run() {
        for (int pc : region.order()) {
            List<State> states = arrivals.remove(pc);
            if (states == null) {
                continue;
            }
            walk.effort().step(states.size(), walk.active().size(), states.getFirst());
            if (walk.isStopped(pc)) {
                return;
            }
            Region loop = graph.loops().loopAt(region, pc);
            List<Step> onward = loop == null
                    ? walk.step(new Site(visit, pc), states)
                    : walk.goRound(graph, loop, states);
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
            walk.notes().seeHead(graph, region, named);
            for (int i : region.counters()) {
                named = Effect.named(named, new Reg(i), site.ofCounter(i));
            }
            started.add(named);
        }
        arrivals.put(region.head(), started);
        walk.effort().await(states.size());
    }

    private void arrive(State state, Site site) {
        List<State> there = arrivals.computeIfAbsent(site.pc(), _ -> new ArrayList<>(1));
        int before = there.size();
        if (graph.isMeeting(site.pc()) || before >= Effort.STATES_PER_PC) {
            walk.merge(there, graph.live(site.pc(), state), site);
        } else {
            there.add(state);
        }
        walk.effort().await(there.size() - before);
    }
}
