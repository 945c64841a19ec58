package okko.switchd.translate;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import okko.switchd.action.Continuation;
import okko.switchd.flow.Action;

/** Gives numbers to what remains to be done where packets are looked up again; equal remainders have one number. */
final class Continuations {

    /** How many are remembered; packets that need one more are translated each time. */
    private static final int LIMIT = 1 << 14;

    /** What remains to be done with a packet that came in by a port. */
    static final Continuation START = new Numbered(0, new Remainder(
            new Rest(List.of(new Action.GotoTable(0)), 0, Rest.Origin.NONE, null), List.of(), ActionSet.EMPTY, null,
            0, 0));

    private final Map<Remainder, Numbered> known = new HashMap<>();
    private final Map<Integer, Numbered> byNumber = new HashMap<>();
    private int lastNumber;

    private record Numbered(int number, Remainder remainder) implements Continuation {}

    /** {@return what a continuation of a translator of this package stands for} */
    static Remainder remainder(Continuation continuation) {
        return ((Numbered) continuation).remainder;
    }

    /** {@return a continuation whose steps are not kept} */
    static Continuation unnumbered(Remainder remainder) {
        return new Numbered(Continuation.NOT_KEPT, remainder);
    }

    /** {@return the continuation with a number of its own, if there is room for one more} */
    Continuation numbered(Remainder remainder) {
        Numbered found = known.get(remainder);
        if (found == null) {
            if (known.size() == LIMIT) {
                return unnumbered(remainder);
            }
            found = new Numbered(++lastNumber, remainder);
            known.put(remainder, found);
            byNumber.put(found.number, found);
        }
        return found;
    }

    /** {@return the continuation with a number; {@code null} if it is forgotten} */
    Continuation find(int number) {
        return number == START.number() ? START : byNumber.get(number);
    }

    /** Makes room, if there is need: no number is ever given twice. */
    void trim() {
        if (known.size() > LIMIT / 2) {
            known.clear();
            byNumber.clear();
        }
    }
}
