package okko.switchd.parse;

import java.util.BitSet;

/**
 * Which ways instrumented code went: pairs of places passed one after the other, and how often, by powers of two. For
 * one thread; public because classes of another loader report here.
 */
public final class Coverage {

    private static final int PAIRS = 1 << 14;
    private static final int[] COUNTS = new int[PAIRS];
    private static final int[] PASSED = new int[PAIRS];
    private static final BitSet PLACES = new BitSet();

    private static int previous;
    private static int passed;

    private Coverage() {}

    /** Called by instrumented code. */
    public static void hit(int place) {
        int pair = (previous << 7 ^ place) & PAIRS - 1;
        if (COUNTS[pair]++ == 0) {
            PASSED[passed++] = pair;
        }
        PLACES.set(place);
        previous = place;
    }

    /** Adds the way of this run to those known, and forgets it; returns whether anything about it was new. */
    public static boolean addTo(BitSet known) {
        boolean isNew = false;
        for (int i = 0; i < passed; i++) {
            int pair = PASSED[i];
            int bit = (pair + 1) * Integer.SIZE - Integer.numberOfLeadingZeros(COUNTS[pair]) - 1;
            isNew |= !known.get(bit);
            known.set(bit);
            COUNTS[pair] = 0;
        }
        passed = 0;
        previous = 0;
        return isNew;
    }

    /** The places passed since the class was loaded. */
    static BitSet places() {
        return PLACES;
    }
}
