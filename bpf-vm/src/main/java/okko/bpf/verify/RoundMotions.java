package okko.bpf.verify;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import okko.bpf.isa.Instruction.Branch;
import okko.bpf.verify.Loops.Region;
import okko.bpf.verify.Places.Extent;

/**
 * How things have moved when a loop comes round: follows its instructions once, with the ranges that the walk has seen
 * them read. Of a loop inside only the directions count in which its own rounds move things.
 */
final class RoundMotions {

    /** Ways kept apart where they meet, and where they come round. */
    private static final int WAYS = 8;

    private final FlowGraph graph;
    private final Map<Region, Places> places;
    private final Ranges ranges;
    private final BitSet reachable;
    private final Map<Region, List<Motions>> known = new HashMap<>();

    RoundMotions(FlowGraph graph, Map<Region, Places> places, Ranges ranges, BitSet reachable) {
        this.graph = graph;
        this.places = places;
        this.ranges = ranges;
        this.reachable = reachable;
    }

    /** The movements of one round, one each for the ways through it. */
    List<Motions> of(Region loop) {
        List<Motions> before = known.get(loop);
        if (before == null) {
            before = new ArrayList<>();
            Places there = places.get(loop);
            follow(loop, List.of(Motions.atHead(there)), there, before, new HashMap<>());
            known.put(loop, before);
        }
        return before;
    }

    /**
     * Follows the ways through a region from its head.
     *
     * @param outer   places at the head of the loop that movements are counted from
     * @param round   takes what comes round
     * @param leaving takes what leaves, by pc
     */
    private void follow(
            Region region, List<Motions> atHead, Places outer, List<Motions> round,
            Map<Integer, List<Motions>> leaving) {
        Map<Integer, List<Motions>> arrivals = new HashMap<>();
        arrivals.put(region.head(), atHead);
        for (int pc : region.order()) {
            List<Motions> ways = arrivals.remove(pc);
            if (ways == null || !reachable.get(pc)) {
                continue;
            }
            Map<Integer, List<Motions>> onward = new HashMap<>();
            Region inner = graph.loops().loopAt(region, pc);
            if (inner == null) {
                ways.forEach(way -> way.pass(pc, graph.instruction(pc), ranges));
                for (int next : graph.successors(pc)) {
                    onward.put(next, graph.instruction(pc) instanceof Branch branch
                            ? taking(branch, pc, branch.target() == next, ways)
                            : ways);
                }
            } else {
                ways.forEach(way -> goRound(way, inner, outer));
                follow(inner, ways, outer, new ArrayList<>(), onward);
            }
            onward.forEach((next, those) -> {
                boolean isWithin = graph.loops().contains(region, next);
                List<Motions> there = next == region.head() ? round
                        : (isWithin ? arrivals : leaving).computeIfAbsent(next, _ -> new ArrayList<>());
                those.forEach(way -> add(there, way.copy()));
            });
        }
    }

    private List<Motions> taking(Branch branch, int pc, boolean isTaken, List<Motions> ways) {
        return ways.stream().map(way -> way.taking(branch, pc, isTaken, ranges)).filter(Objects::nonNull).toList();
    }

    private static void add(List<Motions> ways, Motions way) {
        if (ways.contains(way)) {
            return;
        }
        if (ways.size() < WAYS) {
            ways.add(way);
        } else {
            ways.getLast().join(way);
        }
    }

    /** What holds at the head of a loop inside, in all its rounds. */
    private void goRound(Motions way, Region inner, Places outer) {
        Places there = places.get(inner);
        if (there == null) {
            return;
        }
        List<Motions> rounds = of(inner);
        there.forEach((place, bytes) -> {
            Motion before = way.at(place);
            way.overwrite(place, bytes);
            Motion motion = before == null ? null : before.truncated(Byte.SIZE * bytes);
            way.put(place, motion == null ? null : repeated(motion, rounds, place, there.extent(place),
                    outer.extent(motion.origin())));
        });
    }

    /** A movement and any number of rounds more; both ends of which are in known ranges. */
    private static Motion repeated(Motion before, List<Motions> rounds, int place, Extent here, Extent origin) {
        if (here == null || origin == null || !here.memory().equals(origin.memory())) {
            return null;
        }
        long least = here.least() - origin.greatest();
        long greatest = here.greatest() - origin.least();
        boolean grows = before.isExactWithin(Math.max(Math.abs(least), Math.abs(greatest)));
        boolean shrinks = grows;
        for (Motions round : rounds) {
            Motion motion = round.at(place);
            if (motion == null || motion.origin() != place || !motion.isExactWithin(here.span())) {
                return null;
            }
            grows &= motion.min() >= 0;
            shrinks &= motion.max() <= 0;
        }
        return new Motion(before.origin(), before.bits(), 0,
                grows ? Math.max(least, before.min()) : least,
                shrinks ? Math.min(greatest, before.max()) : greatest, null);
    }
}
