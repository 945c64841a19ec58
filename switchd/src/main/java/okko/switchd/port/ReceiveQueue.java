package okko.switchd.port;

/**
 * The receive queue of a card that packets arrive at by the clock, whether the switch takes them or not: as many
 * descriptors as the card has; a packet that finds them all taken is lost. Confined to the thread that polls it.
 *
 * <p>Nobody looks at the queue between two polls, so it is enough to settle at each poll what has arrived since the one
 * before, and nothing left meanwhile: the oldest of them have found room, the newest none. That takes one look at the
 * clock for each poll, none for a packet. Packets are but numbers, {@code 0} and up, and those that wait are runs of
 * neighbours, parted where packets were lost.
 */
final class ReceiveQueue {

    private static final double NS_PER_S = 1e9;

    private final double ratePps;
    private final double nsPerPacket;
    private final long total;
    private final int capacity;

    /** Number of each run's first packet; a ring of runs, as each has one packet at least. */
    private final long[] first;
    private final int[] length;
    private int oldest;
    private int runs;

    private int waiting;
    private long arrived;
    private long lostToSlowness;
    private long lostToBuffers;
    private boolean lacksBuffer;

    /**
     * Makes an empty queue before the first packet is due.
     *
     * @param load what arrives
     */
    ReceiveQueue(ReplayRequest.Offered load) {
        ratePps = load.ratePps();
        nsPerPacket = NS_PER_S / ratePps;
        total = (long) Math.ceil(load.durationNs() * ratePps / NS_PER_S);
        capacity = load.receiveQueue();
        first = new long[capacity];
        length = new int[capacity];
    }

    /**
     * Lets arrive what is due.
     *
     * @param elapsedNs since the first packet was due; never less than before
     */
    void arriveUntil(long elapsedNs) {
        long due = Math.min(total, (long) (elapsedNs * ratePps / NS_PER_S) + 1);
        long arriving = due - arrived;
        int accepted = (int) Math.min(arriving, capacity - waiting);
        if (accepted > 0) {
            append(arrived, accepted);
            waiting += accepted;
        }
        long lost = arriving - accepted;
        if (lacksBuffer) {
            lostToBuffers += lost;
        } else {
            lostToSlowness += lost;
        }
        arrived = due;
    }

    private void append(long number, int count) {
        if (runs > 0) {
            int last = index(runs - 1);
            if (first[last] + length[last] == number) {
                length[last] += count;
                return;
            }
        }
        int next = index(runs++);
        first[next] = number;
        length[next] = count;
    }

    private int index(int run) {
        int at = oldest + run;
        return at < capacity ? at : at - capacity;
    }

    /** {@return how many packets without a gap can be taken, 0 if none waits} */
    int ready() {
        return runs == 0 ? 0 : length[oldest];
    }

    /** {@return number of the first of them} */
    long next() {
        return first[oldest];
    }

    /**
     * Takes the packets that have waited longest.
     *
     * @param count at most {@link #ready}
     */
    void take(int count) {
        waiting -= count;
        first[oldest] += count;
        length[oldest] -= count;
        if (length[oldest] == 0) {
            oldest = index(1);
            runs--;
        }
    }

    /**
     * Says whether the switch has left packets here because it had no buffer for the next one: then that is why what
     * comes until the next poll is lost. A driver that finds no buffer leaves packets in the card's ring as well.
     *
     * @param lacking whether it has none
     */
    void lacksBuffer(boolean lacking) {
        lacksBuffer = lacking;
    }

    /** {@return when a packet is due, in ns after the first one; a product, as a quotient per packet would be dear} */
    long dueNs(long number) {
        return (long) (number * nsPerPacket);
    }

    /** {@return whether all packets have arrived, and none waits} */
    boolean isOver() {
        return arrived == total && waiting == 0;
    }

    /** Gives up those that wait: their buffers will not come home. */
    void abandon() {
        lostToBuffers += waiting;
        waiting = 0;
        runs = 0;
    }

    /** {@return how many packets have arrived, lost ones included} */
    long offered() {
        return arrived;
    }

    /** {@return those that have found no room} */
    Losses losses() {
        return new Losses(lostToSlowness, lostToBuffers);
    }
}
