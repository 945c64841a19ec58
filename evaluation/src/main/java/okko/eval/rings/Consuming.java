package okko.eval.rings;

import okko.ringshm.ring.RingConsumer;

/** Empties a ring, and folds what it reads. */
final class Consuming implements RingRound {

    private final RingConsumer ring;
    private long firstNs;

    Consuming(RingConsumer ring) {
        this.ring = ring;
    }

    @Override
    public long run(long count) {
        long taken = 0;
        long sum = 0;
        while (taken < count) {
            int ready = ring.ready(BATCH);
            if (ready == 0) {
                Thread.onSpinWait();
                continue;
            }
            if (taken == 0) {
                firstNs = System.nanoTime();
            }
            for (int i = 0; i < ready; i++) {
                sum = sum * 31 + ring.word0(i) + (ring.word1(i) >>> 1);
            }
            ring.release(ready);
            taken += ready;
        }
        return sum;
    }

    @Override
    public long firstNs() {
        return firstNs;
    }
}
