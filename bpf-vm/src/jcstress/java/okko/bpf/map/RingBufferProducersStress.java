package okko.bpf.map;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.lang.ref.Cleaner;
import org.agrona.UnsafeApi;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.J_Result;

/** Two programs submit a record each. */
@JCStressTest
@Outcome(id = {"12", "21"}, expect = ACCEPTABLE, desc = "each record once, whole, whoever was first")
@Outcome(expect = FORBIDDEN, desc = "one record in the place of the other")
@State
public class RingBufferProducersStress {

    private static final Cleaner CLEANER = Cleaner.create();

    private final RingBuffer ring =
            (RingBuffer) Maps.create(new MapDefinition("trial", MapType.RING_BUFFER, 0, 0, 4096), 1);

    /** Made by jcstress, once per trial. */
    public RingBufferProducersStress() {
        CLEANER.register(this, ring::close);
    }

    /** Submits record 1. */
    @Actor
    public void first() {
        submit(1);
    }

    /** Submits record 2. */
    @Actor
    public void second() {
        submit(2);
    }

    private void submit(long number) {
        long record = ring.reserve(Long.BYTES);
        UnsafeApi.putLong(record, number);
        RingBuffer.submit(record);
    }

    /**
     * Drains both.
     *
     * @param result the records' numbers as decimal digits
     */
    @Arbiter
    public void consume(J_Result result) {
        ring.drain((buffer, offset, _) -> result.r1 = result.r1 * 10 + buffer.getLong(offset), 10);
    }
}
