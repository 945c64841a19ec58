package okko.bpf.map;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** Two threads add to a full map of two entries; one finds the other's key only with its own value. */
@JCStressTest
@Outcome(id = "2, 2, 1", expect = ACCEPTABLE, desc = "two entries, of those that were added, and no foreign value")
@Outcome(expect = FORBIDDEN, desc = "an entry lost, twice there, or with a foreign value")
@State
public class LruEvictionStress {

    private final Trial trial = new Trial(MapType.LRU_HASH, 8, 2);

    /** Made by jcstress, once per trial. */
    public LruEvictionStress() {
        trial.update(0, 1, 10);
        trial.update(0, 2, 20);
    }

    /** Adds key 3. */
    @Actor
    public void addThird() {
        trial.update(0, 3, 30);
    }

    /**
     * Adds key 4, then looks for key 3.
     *
     * @param result 1 if it is not there or has its own value
     */
    @Actor
    public void addFourth(III_Result result) {
        trial.update(2, 4, 40);
        long value = trial.value(4, 3);
        result.r3 = value == 0 || value == 30 ? 1 : 0;
    }

    /**
     * Counts.
     *
     * @param result size of the map, and how many keys are found
     */
    @Arbiter
    public void count(III_Result result) {
        result.r1 = trial.map().size();
        for (int key = 1; key <= 4; key++) {
            result.r2 += trial.value(6, key) == key * 10L ? 1 : 0;
        }
    }
}
