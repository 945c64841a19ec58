package okko.switchd.datapath;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Chooses which datapath thread polls which receive queue: the thread that has the fewest so far, of these the first.
 * Confined to the control thread.
 */
public final class ThreadChoice {

    /** By thread: how many queues it polls. */
    private final int[] queues;

    /**
     * Starts without queues.
     *
     * @param threads how many threads there are
     */
    public ThreadChoice(int threads) {
        queues = new int[threads];
    }

    /**
     * Chooses threads for the queues of a port, each another one as far as there are so many.
     *
     * @param wanted thread for the first queue, if the user wants one; the others follow it in a circle
     * @param count  how many queues, 1 or more
     * @return a thread for each
     */
    public List<Integer> choose(OptionalInt wanted, int count) {
        List<Integer> chosen = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int thread = wanted.isPresent() ? (wanted.getAsInt() + i) % queues.length : idlest();
            queues[thread]++;
            chosen.add(thread);
        }
        return chosen;
    }

    private int idlest() {
        int idlest = 0;
        for (int thread = 1; thread < queues.length; thread++) {
            if (queues[thread] < queues[idlest]) {
                idlest = thread;
            }
        }
        return idlest;
    }

    /**
     * Learns that a port is gone.
     *
     * @param chosen what was chosen for it
     */
    public void release(List<Integer> chosen) {
        chosen.forEach(thread -> queues[thread]--);
    }
}
