package okko.bpf.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import okko.bpf.verify.Widening.Jump;

/**
 * What holds each time a run comes to the head of a loop: a few states, one of which covers any that comes round.
 *
 * <p>States that hold pointers in different places are kept apart; others are joined, and after some rounds widened.
 */
final class LoopHead {

    /** States kept apart. */
    private static final int MAX_STATES = 4;

    /** In the first rounds states are joined only: what takes two rounds to settle need not be widened. */
    private static final int JOINED_ROUNDS = 2;

    /** In so many rounds bounds move from threshold to threshold; then to the end of their numbers. */
    private static final int PATIENT_ROUNDS = 24;

    private final int head;
    private final Widening widening;
    private final Supplier<Site> sites;
    private final List<State> states = new ArrayList<>();
    private int rounds;

    /**
     * A head that nothing has come to.
     *
     * @param head  its pc
     * @param sites each a new one: a join must not name things as an earlier one did
     */
    LoopHead(int head, Widening widening, Supplier<Site> sites) {
        this.head = head;
        this.widening = widening;
        this.sites = sites;
    }

    /** Begins with states that an earlier entry of the loop has led to: often they cover the next one as well. */
    void beginWith(List<State> earlier) {
        states.addAll(earlier);
    }

    /** What is here now; to be read before the next round is taken in. */
    List<State> states() {
        return List.copyOf(states);
    }

    /** Takes in the states of one round, the first of which is the entry; whether any was not covered. */
    boolean takeIn(List<State> arriving) {
        boolean isNew = false;
        for (State state : arriving) {
            isNew |= takeIn(NamesInUse.withoutLonelyNames(state.mapValues(LoopHead::plain), head));
        }
        rounds++;
        return isNew;
    }

    /** A constant is the sum that it is compared by, whatever else it is made of. */
    private static Value plain(Value value) {
        return value instanceof Scalar number && number.isConstant() ? number.with(null) : value;
    }

    private boolean takeIn(State arriving) {
        int partner = -1;
        for (int i = 0; i < states.size(); i++) {
            if (Coverage.of(states.get(i), excused(states.get(i), arriving)) != null) {
                return false;
            }
            partner = partner < 0 && Kinds.areSame(states.get(i), arriving) ? i : partner;
        }
        if (partner < 0 && states.size() < MAX_STATES) {
            states.add(arriving);
            return true;
        }
        partner = partner < 0 ? Merge.mostAlike(states, arriving) : partner;
        State before = states.get(partner);
        State joined = Merge.join(before, excused(before, arriving), sites.get(),
                new CommonNames(CommonNames.Differences.FOLLOWED)).with(arriving.trail());
        Jump jump = rounds > PATIENT_ROUNDS ? Jump.TO_THE_END : Jump.TO_THRESHOLD;
        State after = rounds > JOINED_ROUNDS ? widening.widened(before, joined, jump) : joined;
        states.set(partner, NamesInUse.withoutLonelyNames(after, head));
        return true;
    }

    /**
     * The arriving state without what was excused on the way. Whether a finding is really to be made shows in the round
     * that is recorded; until then, nothing must be excused here on its account.
     */
    private static State excused(State here, State arriving) {
        return Widening.pairwise(here, arriving, (was, is) -> is instanceof Value.Excused ? was : is);
    }
}
