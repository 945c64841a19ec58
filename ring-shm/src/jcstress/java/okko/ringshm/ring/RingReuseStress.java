package okko.ringshm.ring;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import okko.ringshm.layout.RingDescriptor;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZL_Result;

/** The ring is full; one side reads and releases a slot, the other fills it again: the reader sees the old content. */
@JCStressTest
@Outcome(id = "false, 100:200", expect = ACCEPTABLE, desc = "not released yet")
@Outcome(id = "true, 100:200", expect = ACCEPTABLE, desc = "released, then filled again")
@Outcome(expect = FORBIDDEN, desc = "a slot was overwritten before it was read")
@State
public class RingReuseStress {

    private static final int CAPACITY = 8;

    private final UnsafeBuffer buffer =
            new UnsafeBuffer(BufferUtil.allocateDirectAligned(RingDescriptor.sizeBytes(CAPACITY), 128));
    private final RingProducer producer = new RingProducer(buffer, 0, CAPACITY);
    private final RingConsumer consumer = new RingConsumer(buffer, 0, CAPACITY);

    /** Fills the ring; jcstress does it once per trial. */
    public RingReuseStress() {
        for (int i = 0; i < CAPACITY; i++) {
            producer.put(100 + i, 200 + i);
        }
        producer.publish();
    }

    /**
     * Fills a slot again if one was released.
     *
     * @param result whether one was
     */
    @Actor
    public void produce(ZL_Result result) {
        result.r1 = producer.room(1) > 0;
        if (result.r1) {
            producer.put(-1, -1);
            producer.publish();
        }
    }

    /**
     * Reads a slot and releases it.
     *
     * @param result what was in it
     */
    @Actor
    public void consume(ZL_Result result) {
        consumer.ready(1);
        result.r2 = consumer.word0(0) + ":" + consumer.word1(0);
        consumer.release(1);
    }
}
