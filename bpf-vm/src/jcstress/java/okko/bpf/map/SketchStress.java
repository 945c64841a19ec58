package okko.bpf.map;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.agrona.UnsafeApi;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/** Two programs count the same item and add different ones to a filter of a few bits, all in the same words. */
@JCStressTest
@Outcome(id = "2, 3", expect = ACCEPTABLE, desc = "both were counted, both are held")
@Outcome(expect = FORBIDDEN, desc = "a count or a bit lost")
@State
public class SketchStress {

    private final Trial counts = new Trial(MapType.COUNT_MIN, 0, 1);
    private final Trial seen = new Trial(MapType.BLOOM_FILTER, 0, 1);

    /** Made by jcstress, once per trial. */
    public SketchStress() {
        // Both maps are empty.
    }

    /** Counts item 1, adds item 1. */
    @Actor
    public void first() {
        counts.map().push(counts.place(0, 1, 0), BpfMap.ANY);
        seen.map().push(seen.place(0, 1, 0), BpfMap.ANY);
    }

    /** Counts item 1, adds item 2. */
    @Actor
    public void second() {
        counts.map().push(counts.place(1, 1, 0), BpfMap.ANY);
        seen.map().push(seen.place(1, 2, 0), BpfMap.ANY);
    }

    /**
     * Asks for all.
     *
     * @param result the count of item 1, and which items are held as bits
     */
    @Arbiter
    public void ask(JJ_Result result) {
        result.r1 = UnsafeApi.getInt(counts.map().lookup(counts.place(2, 1, 0), 0));
        result.r2 = UnsafeApi.getInt(seen.map().lookup(seen.place(2, 1, 0), 0))
                + 2 * UnsafeApi.getInt(seen.map().lookup(seen.place(2, 2, 0), 0));
    }
}
