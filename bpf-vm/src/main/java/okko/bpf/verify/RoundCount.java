package okko.bpf.verify;

import java.util.ArrayList;
import java.util.List;
import okko.bpf.verify.Places.Extent;

/**
 * How many rounds a loop may have: on each way through it something must move that lies in a range, and does not move
 * back on the other ways; or does so only where something else moves that never moves back.
 *
 * @param visits of the head, {@link Long#MAX_VALUE} if there is no bound
 * @param known  what is known of the movements
 */
record RoundCount(long visits, String known) {

    private static final int MENTIONED = 3;

    /** One thing that moves one way: upwards or, with a sign of -1, downwards. */
    private record Rank(int place, int sign, long span) {

        private long least(Motions way) {
            Motion motion = way.at(place);
            boolean isOwn = motion != null && motion.origin() == place && motion.isExactWithin(span);
            return isOwn ? (sign > 0 ? motion.min() : -motion.max()) : Long.MIN_VALUE;
        }

        boolean neverMovesBack(List<Motions> ways) {
            return ways.stream().allMatch(way -> least(way) >= 0);
        }

        /** How often it can move on the ways on which it always moves; 0 if there are none. */
        long times(List<Motions> ways) {
            long step = ways.stream().mapToLong(this::least).filter(by -> by > 0).min().orElse(0);
            return step == 0 ? 0 : span / step;
        }

        List<Motions> others(List<Motions> ways) {
            return ways.stream().filter(way -> least(way) <= 0).toList();
        }
    }

    /** For a loop that was seen to come round on some ways. */
    static RoundCount of(Places places, List<Motions> ways) {
        List<Rank> ranks = new ArrayList<>();
        places.forEach((place, _) -> {
            Extent extent = places.extent(place);
            if (extent != null) {
                ranks.add(new Rank(place, 1, extent.span()));
                ranks.add(new Rank(place, -1, extent.span()));
            }
        });
        List<Motions> rest = ways;
        long rounds = 0;
        while (!rest.isEmpty()) {
            Rank best = best(ranks, rest);
            if (best == null) {
                return new RoundCount(Long.MAX_VALUE, known(places, ways));
            }
            long times = best.times(rest);
            rounds = best.neverMovesBack(ways)
                    ? RunLength.plus(rounds, times)
                    : RunLength.plus(RunLength.times(RunLength.plus(rounds, 1), RunLength.plus(times, 1)), -1);
            rest = best.others(rest);
        }
        return new RoundCount(RunLength.plus(rounds, 1), "");
    }

    /** What moves on all ways, soonest; else on some, and on the others not back. */
    private static Rank best(List<Rank> ranks, List<Motions> ways) {
        Rank best = null;
        for (Rank rank : ranks) {
            if (rank.neverMovesBack(ways) && rank.others(ways).size() < ways.size()) {
                int left = rank.others(ways).size();
                int leftByBest = best == null ? Integer.MAX_VALUE : best.others(ways).size();
                boolean isBetter = left < leftByBest || left == leftByBest && rank.times(ways) < best.times(ways);
                best = isBetter ? rank : best;
            }
        }
        return best;
    }

    private static String known(Places places, List<Motions> ways) {
        List<String> moving = new ArrayList<>();
        places.forEach((place, _) -> {
            Motion motion = ways.getFirst().at(place);
            boolean isOwn = motion != null && motion.origin() == place && (motion.min() != 0 || motion.max() != 0);
            if (isOwn && moving.size() < MENTIONED) {
                Extent extent = places.extent(place);
                moving.add(Places.text(place) + " moves by " + Wording.range(motion.min(), motion.max())
                        + (extent == null ? ", without an end"
                        : " between " + extent.least() + " and " + extent.greatest()));
            }
        });
        return moving.isEmpty()
                ? "no register or stack slot moves in the same direction in each round"
                : "on some way through the loop " + String.join(", ", moving);
    }
}
