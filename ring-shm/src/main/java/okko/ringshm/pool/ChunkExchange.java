package okko.ringshm.pool;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Where threads of one pool leave free buffers for each other, in chunks of one size: a thread that frees more than it
 * allocates gives, one that allocates more takes. No lock, no allocation; any thread may call.
 *
 * <p>Each chunk lies in a slot. The slots are on two stacks, those with a chunk and those without; a top is the number
 * of its slot and how often it has changed, in one word, so that a top that went and came back is not taken for the one
 * that was read. (Treiber 1986, with the counter of the IBM System/370 principles of operation.)
 */
final class ChunkExchange {

    private static final VarHandle TOP = MethodHandles.arrayElementVarHandle(long[].class);
    private static final VarHandle BELOW = MethodHandles.arrayElementVarHandle(int[].class);

    private static final int NO_SLOT = -1;

    // Places in tops: each has a cache line of its own, or giving would disturb taking more than it has to.
    private static final int FULL = 16;
    private static final int EMPTY = 32;
    private static final int TOPS_LENGTH = 48;

    private final int chunkSize;

    /** Slot {@code s} holds the buffers from {@code s * chunkSize} on. */
    private final int[] buffers;

    /** By slot: the one below it on its stack. */
    private final int[] below;

    private final long[] tops = new long[TOPS_LENGTH];

    /**
     * Makes an exchange without chunks.
     *
     * @param chunkSize buffers per chunk
     * @param slots     chunks that it has room for; with room for all buffers and one chunk more for each thread, there
     *                  is room whenever somebody has a chunk to give
     */
    ChunkExchange(int chunkSize, int slots) {
        this.chunkSize = chunkSize;
        buffers = new int[slots * chunkSize];
        below = new int[slots];
        tops[FULL] = NO_SLOT & 0xffff_ffffL;
        tops[EMPTY] = NO_SLOT & 0xffff_ffffL;
        for (int slot = 0; slot < slots; slot++) {
            push(EMPTY, slot);
        }
    }

    int chunkSize() {
        return chunkSize;
    }

    /**
     * Gives a chunk.
     *
     * @param from holds the buffers
     * @param at   index of the first one
     */
    void give(int[] from, int at) {
        int slot = pop(EMPTY);
        System.arraycopy(from, at, buffers, slot * chunkSize, chunkSize);
        push(FULL, slot);
    }

    /**
     * Takes a chunk.
     *
     * @param to gets the buffers
     * @param at index of the first one
     * @return false if there is none
     */
    boolean take(int[] to, int at) {
        int slot = pop(FULL);
        if (slot == NO_SLOT) {
            return false;
        }
        System.arraycopy(buffers, slot * chunkSize, to, at, chunkSize);
        push(EMPTY, slot);
        return true;
    }

    private int pop(int stack) {
        while (true) {
            // Sees what the pusher wrote to the slot; pairs with the compare-and-set in push().
            long top = (long) TOP.getAcquire(tops, stack);
            int slot = (int) top;
            if (slot == NO_SLOT) {
                return NO_SLOT;
            }
            // Another thread may have popped the slot meanwhile, and be linking it elsewhere: then the counter has
            // moved on, and what was read here is not used.
            int next = (int) BELOW.getOpaque(below, slot);
            if (TOP.compareAndSet(tops, stack, top, changed(top, next))) {
                return slot;
            }
        }
    }

    private void push(int stack, int slot) {
        while (true) {
            long top = (long) TOP.getOpaque(tops, stack);
            BELOW.setOpaque(below, slot, (int) top);
            // Shows link and contents of the slot to whoever pops it; pairs with the acquire in pop().
            if (TOP.compareAndSet(tops, stack, top, changed(top, slot))) {
                return;
            }
        }
    }

    private static long changed(long top, int slot) {
        return (top >>> Integer.SIZE) + 1 << Integer.SIZE | slot & 0xffff_ffffL;
    }

    /** {@return how many buffers are here, while no thread gives or takes; about so many otherwise} */
    int freeCount() {
        int count = 0;
        for (int slot = top(); slot != NO_SLOT && count < buffers.length; slot = (int) BELOW.getOpaque(below, slot)) {
            count += chunkSize;
        }
        return count;
    }

    /** {@return the buffers that are here; no thread may give or take meanwhile} */
    int[] buffers() {
        int[] free = new int[freeCount()];
        int at = 0;
        for (int slot = top(); slot != NO_SLOT; slot = below[slot]) {
            System.arraycopy(buffers, slot * chunkSize, free, at, chunkSize);
            at += chunkSize;
        }
        return free;
    }

    private int top() {
        return (int) (long) TOP.getAcquire(tops, FULL);
    }
}
