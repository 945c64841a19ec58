package okko.bpf.verify;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The decisions on a way that leads to a state. Immutable; states share what their ways have in common.
 *
 * <p>It says nothing of the state and is no part of what states are compared by. Where paths meet, one of their trails
 * is kept: what a finding shows is a way, not the only one.
 */
final class Trail {

    /** A way that nobody asks for: stays as it is, costs nothing. */
    static final Trail UNFOLLOWED = new Trail(null, null, 0, 0);

    /** The way to a program's entry. */
    static final Trail START = new Trail(null, null, 0, 0);

    /** So many of the latest decisions are kept at least, and twice as many at most: states are many. */
    private static final int KEPT = 32;

    private final Trail before;
    private final Decision last;
    private final int kept;
    private final int forgotten;

    /** What a run did where it could have done something else, or where it went into something. */
    sealed interface Decision {

        /** Of the instruction; of a loop its head. */
        int pc();

        /** A conditional jump that could go both ways. */
        record Branch(int pc, Way way) implements Decision {}

        /** A call of a function of the program. */
        record Call(int pc, int target) implements Decision {}

        /** The function that an instruction had called came back. */
        record Return(int pc) implements Decision {}

        /** A round of the loop that begins here. */
        record Round(int pc, Turn turn) implements Decision {}
    }

    /** Where a conditional jump went. */
    enum Way {
        TAKEN,
        NOT_TAKEN
    }

    /** Which round of a loop. */
    enum Turn {
        FIRST,
        LATER
    }

    private Trail(Trail before, Decision last, int kept, int forgotten) {
        this.before = before;
        this.last = last;
        this.kept = kept;
        this.forgotten = forgotten;
    }

    /** This way, and a decision at its end. */
    Trail then(Decision decision) {
        if (this == UNFOLLOWED) {
            return this;
        }
        Trail shortened = kept < 2 * KEPT ? this : shortened();
        return new Trail(shortened, decision, shortened.kept + 1, shortened.forgotten);
    }

    /** This way once a call has come back: a function in which nothing was decided is not worth a word. */
    Trail thenReturn(int pc) {
        return last instanceof Decision.Call ? before : then(new Decision.Return(pc));
    }

    /** This way at the head of a loop that it has gone round: one round stands for all that were. */
    Trail thenAgain(int head) {
        for (Trail each = this; each.last != null; each = each.before) {
            if (each.last instanceof Decision.Round(int pc, Turn _) && pc == head) {
                return each.before.then(new Decision.Round(head, Turn.LATER));
            }
        }
        return then(new Decision.Round(head, Turn.LATER));
    }

    /** The latest decisions, in their order. */
    List<Decision> latest(int count) {
        Deque<Decision> decisions = new ArrayDeque<>();
        for (Trail each = this; each.last != null && decisions.size() < count; each = each.before) {
            decisions.addFirst(each.last);
        }
        return List.copyOf(decisions);
    }

    /** How many decisions there were, those that are no longer kept among them. */
    int length() {
        return kept + forgotten;
    }

    private Trail shortened() {
        Trail copy = new Trail(null, null, 0, length() - KEPT);
        for (Decision decision : latest(KEPT)) {
            copy = new Trail(copy, decision, copy.kept + 1, copy.forgotten);
        }
        return copy;
    }
}
