package okko.bpf.map;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.agrona.UnsafeApi;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJJ_Result;

/** A queue of two items, 1 and 2: one program pops while another pushes 3 in place of the oldest. */
@JCStressTest
@Outcome(id = "1, 2, 3", expect = ACCEPTABLE, desc = "the push found room")
@Outcome(id = "2, 3, 0", expect = ACCEPTABLE, desc = "the push came first and dropped the oldest")
@Outcome(expect = FORBIDDEN, desc = "an item popped twice, lost without need, or out of order")
@State
public class QueueStress {

    private final Trial trial = new Trial(MapType.QUEUE, 0, 2);

    /** Made by jcstress, once per trial. */
    public QueueStress() {
        trial.map().push(trial.place(0, 1, 0), BpfMap.ANY);
        trial.map().push(trial.place(0, 2, 0), BpfMap.ANY);
    }

    /**
     * Pops.
     *
     * @param result the item
     */
    @Actor
    public void pop(JJJ_Result result) {
        result.r1 = popped(1);
    }

    /** Pushes 3, whatever is there. */
    @Actor
    public void push() {
        trial.map().push(trial.place(3, 3, 0), BpfMap.ONLY_REPLACE);
    }

    /**
     * Pops what is left.
     *
     * @param result the items
     */
    @Arbiter
    public void popRest(JJJ_Result result) {
        result.r2 = popped(2);
        result.r3 = popped(4);
    }

    private long popped(int place) {
        long item = trial.place(place, 0, 0);
        trial.map().pop(item);
        return UnsafeApi.getLong(item);
    }
}
