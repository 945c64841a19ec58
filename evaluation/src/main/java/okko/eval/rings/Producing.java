package okko.eval.rings;

import okko.ringshm.ring.RingProducer;

/** Fills a ring. */
final class Producing implements RingRound {

    private final RingProducer ring;

    Producing(RingProducer ring) {
        this.ring = ring;
    }

    @Override
    public long run(long count) {
        long sent = 0;
        while (sent < count) {
            int wanted = (int) Math.min(BATCH, count - sent);
            int room = Math.min(ring.room(wanted), wanted);
            if (room == 0) {
                Thread.onSpinWait();
                continue;
            }
            for (int i = 0; i < room; i++) {
                ring.put(sent + i, ~(sent + i));
            }
            ring.publish();
            sent += room;
        }
        return 0;
    }
}
