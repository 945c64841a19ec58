package okko.eval.rings;

import okko.ringshm.attach.ProcessorAttachment;
import okko.ringshm.layout.PacketDescriptor;
import okko.ringshm.pool.PoolView;
import okko.ringshm.ring.RingConsumer;
import okko.ringshm.ring.RingProducer;
import org.agrona.UnsafeApi;

/** Looks at the first 64 bytes of each packet, writes 8 of them, and returns it with result 1. */
final class Echoing implements RingRound {

    private static final int TOUCHED_BYTES = 64;

    private final PoolView pool;
    private final RingConsumer inward;
    private final RingProducer outward;

    Echoing(ProcessorAttachment attachment) {
        pool = attachment.pool();
        inward = attachment.fromSwitch();
        outward = attachment.toSwitch();
    }

    @Override
    public long run(long count) {
        long done = 0;
        while (done < count) {
            int ready = inward.ready(BATCH);
            int room = ready == 0 ? 0 : Math.min(outward.room(ready), ready);
            if (room == 0) {
                Thread.onSpinWait();
                continue;
            }
            for (int i = 0; i < room; i++) {
                answer(inward.word0(i), inward.word1(i));
            }
            inward.release(room);
            outward.publish();
            done += room;
        }
        return 0;
    }

    private void answer(long word0, long word1) {
        if (!pool.holds(word0)) {
            throw new IllegalStateException("descriptor %x %x does not hold".formatted(word0, word1));
        }
        long frame = pool.frameAddress(word0);
        long sum = 0;
        for (int i = 0; i < TOUCHED_BYTES; i += Long.BYTES) {
            sum += UnsafeApi.getLong(frame + i);
        }
        UnsafeApi.putLong(frame + Long.BYTES, sum);
        outward.put(word0, PacketDescriptor.word1(PacketDescriptor.generation(word1), 1, 0, 0));
    }
}
