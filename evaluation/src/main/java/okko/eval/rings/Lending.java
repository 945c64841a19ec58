package okko.eval.rings;

import okko.ringshm.attach.Attachment;
import okko.ringshm.layout.PacketDescriptor;
import okko.ringshm.pool.PacketPool;
import okko.ringshm.ring.RingConsumer;
import okko.ringshm.ring.RingProducer;

/** Lends buffers as the switch does, and takes back what its table confirms; counts the results of 1. */
final class Lending implements RingRound {

    private static final int WINDOW = 1024;
    private static final int FRAME_BYTES = 60;
    private static final int PORT = 1;

    private final PacketPool pool;
    private final int borrower;
    private final RingProducer outward;
    private final RingConsumer inward;

    Lending(PacketPool pool, Attachment attachment) {
        this.pool = pool;
        borrower = attachment.borrower();
        outward = attachment.toProcessor();
        inward = attachment.fromProcessor();
    }

    @Override
    public long run(long count) {
        long lent = 0;
        long back = 0;
        long results = 0;
        while (back < count) {
            int wanted = (int) Math.min(Math.min(BATCH, count - lent), WINDOW - (lent - back));
            int sent = wanted == 0 ? 0 : lend(wanted);
            lent += sent;
            int ready = inward.ready(BATCH);
            for (int i = 0; i < ready; i++) {
                results += takeBack(inward.word0(i), inward.word1(i));
            }
            if (ready > 0) {
                inward.release(ready);
            } else if (sent == 0) {
                Thread.onSpinWait();
            }
            back += ready;
        }
        return results;
    }

    private int lend(int wanted) {
        int room = Math.min(outward.room(wanted), wanted);
        for (int i = 0; i < room; i++) {
            int buffer = pool.allocate();
            int generation = pool.lend(buffer, borrower);
            outward.put(PacketDescriptor.word0(buffer, pool.headroomBytes(), FRAME_BYTES),
                    PacketDescriptor.word1(generation, 0, PORT, 0));
        }
        if (room > 0) {
            outward.publish();
        }
        return room;
    }

    private int takeBack(long word0, long word1) {
        int buffer = PacketDescriptor.buffer(word0);
        if (!pool.holds(word0) || !pool.takeBack(buffer, borrower, PacketDescriptor.generation(word1))) {
            throw new IllegalStateException("descriptor %x %x does not hold".formatted(word0, word1));
        }
        pool.release(buffer);
        return PacketDescriptor.result(word1);
    }
}
