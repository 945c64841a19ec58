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
import org.openjdk.jcstress.infra.results.LL_Result;

/** One side publishes two descriptors at once, the other looks: it sees none, or both, and both complete. */
@JCStressTest
@Outcome(id = "null, null", expect = ACCEPTABLE, desc = "not published yet")
@Outcome(id = "1:2, 3:4", expect = ACCEPTABLE, desc = "published")
@Outcome(expect = FORBIDDEN, desc = "a batch torn, or visible before it was written")
@State
public class RingPublishStress {

    private static final int CAPACITY = 8;

    private final UnsafeBuffer buffer =
            new UnsafeBuffer(BufferUtil.allocateDirectAligned(RingDescriptor.sizeBytes(CAPACITY), 128));
    private final RingProducer producer = new RingProducer(buffer, 0, CAPACITY);
    private final RingConsumer consumer = new RingConsumer(buffer, 0, CAPACITY);

    /** Made by jcstress, once per trial. */
    public RingPublishStress() {}

    /** Publishes. */
    @Actor
    public void produce() {
        producer.put(1, 2);
        producer.put(3, 4);
        producer.publish();
    }

    /**
     * Looks.
     *
     * @param result what it sees
     */
    @Actor
    public void consume(LL_Result result) {
        int ready = consumer.ready(CAPACITY);
        if (ready > 0) {
            result.r1 = consumer.word0(0) + ":" + consumer.word1(0);
        }
        if (ready > 1) {
            result.r2 = consumer.word0(1) + ":" + consumer.word1(1);
        }
        consumer.release(ready);
    }
}
