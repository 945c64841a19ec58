package okko.switchd.action;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.IntConsumer;

/**
 * Programs whose maps are to be sent to the controllers, because rules say so. Any datapath thread asks, the control
 * thread takes. Asking twice before it does is asking once: so what waits is bounded, and nothing is allocated.
 */
public final class MapRequests {

    private static final VarHandle WORDS = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int MAX_PROGRAM = 0xffff;
    private static final int PROGRAMS_PER_WORD_SHIFT = 6;

    /** A bit for each program. */
    private final long[] asked = new long[(MAX_PROGRAM + 1) >>> PROGRAMS_PER_WORD_SHIFT];

    /** Whether any bit may be set. */
    private volatile boolean isAsked;

    /** Starts without. */
    public MapRequests() {}

    /**
     * Asks for the maps of a program to be sent; any thread may. <b>Hot.</b>
     *
     * @param program number, 0 to 65,535
     */
    public void ask(int program) {
        int word = program >>> PROGRAMS_PER_WORD_SHIFT;
        long bit = 1L << program;
        if (((long) WORDS.getOpaque(asked, word) & bit) == 0) {
            WORDS.getAndBitwiseOr(asked, word, bit);
            isAsked = true;
        }
    }

    /**
     * Takes what has been asked for; on the control thread.
     *
     * @param send is given the number of each program once
     * @return how many there were
     */
    public int take(IntConsumer send) {
        if (!isAsked) {
            return 0;
        }
        isAsked = false; // before the bits are read: who sets one afterwards says so again
        int count = 0;
        for (int word = 0; word < asked.length; word++) {
            long bits = (long) WORDS.getOpaque(asked, word) == 0 ? 0 : (long) WORDS.getAndSet(asked, word, 0L);
            for (; bits != 0; bits &= bits - 1) {
                send.accept((word << PROGRAMS_PER_WORD_SHIFT) + Long.numberOfTrailingZeros(bits));
                count++;
            }
        }
        return count;
    }
}
