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
import org.openjdk.jcstress.infra.results.JJ_Result;

/** A program submits two records while the consumer drains; what it has not seen is drained afterwards. */
@JCStressTest
@Outcome(id = {"0, 12", "1, 2", "12, 0"}, expect = ACCEPTABLE, desc = "each record once, whole, in order")
@Outcome(expect = FORBIDDEN, desc = "a record lost, shown twice, or shown before its bytes were there")
@State
public class RingBufferStress {

    private static final Cleaner CLEANER = Cleaner.create();

    private final RingBuffer ring =
            (RingBuffer) Maps.create(new MapDefinition("trial", MapType.RING_BUFFER, 0, 0, 4096), 1);

    /** Made by jcstress, once per trial. */
    public RingBufferStress() {
        CLEANER.register(this, ring::close);
    }

    /** Reserves both records, and submits them. */
    @Actor
    public void produce() {
        long first = ring.reserve(Long.BYTES);
        long second = ring.reserve(Long.BYTES);
        submit(first, 1);
        submit(second, 2);
    }

    private static void submit(long record, long number) {
        UnsafeApi.putLong(record, number);
        RingBuffer.submit(record);
    }

    /**
     * Drains what there is.
     *
     * @param result the records' numbers as decimal digits
     */
    @Actor
    public void consume(JJ_Result result) {
        result.r1 = drained();
    }

    /**
     * Drains the rest.
     *
     * @param result the records' numbers as decimal digits
     */
    @Arbiter
    public void consumeRest(JJ_Result result) {
        result.r2 = drained();
    }

    private long drained() {
        var digits = new long[1];
        ring.drain((buffer, offset, _) -> digits[0] = digits[0] * 10 + buffer.getLong(offset), 10);
        return digits[0];
    }
}
