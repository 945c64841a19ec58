package okko.bpf.verify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import okko.bpf.verify.Loops.Region;
import okko.bpf.verify.Notes.Recording;
import okko.bpf.verify.Pass.Step;
import okko.bpf.verify.Trail.Decision;
import okko.bpf.verify.Trail.Turn;

/** Goes round loops: some rounds one by one, as the look has it, and then until nothing new comes to the head. */
final class LoopWalk {

    private final Look look;
    private final Effort effort;
    private final Notes notes;
    private final Walk walk;
    private int loopsBeingSought;

    /** At whose heads names were read anew. */
    private long loopsSettled;

    /** What held at the heads of inner loops, while that of an outer one is still being sought. */
    private final Map<Settled, List<State>> settled = new HashMap<>();

    /** A loop, with so many functions active. */
    private record Settled(Region loop, int depth) {}

    LoopWalk(Look look, Effort effort, Notes notes, Walk walk) {
        this.look = look;
        this.effort = effort;
        this.notes = notes;
        this.walk = walk;
    }

    /** Goes round a loop until nothing new comes to its head; returns the steps that lead out of it. */
    List<Step> goRound(FlowGraph graph, Region loop, List<State> entering) {
        List<Step> leaving = new ArrayList<>();
        List<State> states = entering.stream()
                .map(state -> state.with(state.trail().then(new Decision.Round(loop.head(), Turn.FIRST))))
                .toList();
        int apart = 0;
        while (apart < look.apart() && !effort.isGreatInLoops() && !states.isEmpty() && !walk.isExhausted()) {
            Pass pass = round(graph, loop, states);
            leaving.addAll(pass.leaving());
            Site site = walk.site(loop.head());
            List<State> next = new ArrayList<>();
            pass.atHead().forEach(state -> walk.merge(next, state, site));
            states = next;
            apart++;
        }
        if (states.isEmpty()) {
            notes.seeVisits(loop, apart);
        } else if (!walk.isExhausted()) {
            settle(graph, loop, states, leaving, apart);
        }
        return leaving;
    }

    /** Finds states that hold at the head in all rounds from now on. */
    private void settle(FlowGraph graph, Region loop, List<State> entering, List<Step> leaving, int apart) {
        Widening widening = Widening.of(graph, loop, entering);
        LoopHead head = new LoopHead(loop.head(), widening, () -> walk.site(loop.head()));
        Settled key = new Settled(loop, walk.active().size());
        boolean isAgain = loopsBeingSought > 0 && settled.containsKey(key);
        head.beginWith(isAgain ? settled.get(key) : List.of());
        if (!head.takeIn(entering) && isAgain) {
            leaving.addAll(round(graph, loop, head.states()).leaving());
            return;
        }
        Recording outer = notes.turn(Recording.OFF);
        if (loopsBeingSought++ == 0) {
            settled.clear();
        }
        Pass pass = round(graph, loop, head.states());
        while (head.takeIn(pass.atHead()) && !walk.isExhausted()) {
            pass = round(graph, loop, head.states());
        }
        loopsBeingSought--;
        // One step back from where widening has led: what can enter, and what comes round from there.
        LoopHead closer = new LoopHead(loop.head(), widening, () -> walk.site(loop.head()));
        closer.takeIn(entering);
        closer.takeIn(pass.atHead());
        notes.turn(outer);
        long settledBefore;
        do {
            settledBefore = loopsSettled;
            pass = round(graph, loop, closer.states());
        } while (closer.takeIn(pass.atHead()) && !walk.isExhausted());
        // At the head of a loop inside, names were read anew: then they do not tell how far anything has moved.
        boolean isNamedAlike = loopsSettled == settledBefore || pass.atHead().isEmpty();
        loopsSettled++;
        if (loopsBeingSought > 0) {
            settled.put(key, closer.states());
        }
        leaving.addAll(pass.leaving());
        if (leaving.isEmpty() && !pass.atHead().isEmpty() && !walk.isExhausted()) {
            notes.report(loop.lastSource(), loop, new Reason(
                    "a way out of the loop that begins at pc " + loop.head(),
                    "no run that comes to this jump leaves the loop", "count the rounds, and leave after the last"),
                    pass.atHead().getFirst());
        } else {
            notes.seeVisits(loop, isNamedAlike
                    ? RunLength.plus(apart, LoopBounds.visits(pass.started(), pass.atHead()))
                    : Long.MAX_VALUE);
        }
    }

    private Pass round(FlowGraph graph, Region loop, List<State> states) {
        Pass pass = walk.pass(graph, loop);
        pass.begin(states);
        effort.enterLoop();
        pass.run();
        effort.leaveLoop();
        return pass;
    }
}
