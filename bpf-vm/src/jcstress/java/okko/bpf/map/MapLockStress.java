package okko.bpf.map;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** Two threads add 1 to a plain number in turns. */
@JCStressTest
@Outcome(id = "2", expect = ACCEPTABLE, desc = "one after the other")
@Outcome(expect = FORBIDDEN, desc = "both at once")
@State
public class MapLockStress {

    private final Trial trial = new Trial(MapType.ARRAY, 8, 1);
    private final MapStorage storage = ((MappedMap) trial.map()).storage();
    private int number;

    /** Made by jcstress, once per trial. */
    public MapLockStress() {}

    /** Takes a turn. */
    @Actor
    public void first() {
        takeTurn();
    }

    /** Takes a turn. */
    @Actor
    public void second() {
        takeTurn();
    }

    private void takeTurn() {
        storage.lock();
        number++;
        storage.unlock();
    }

    /**
     * Reads the number.
     *
     * @param result after both turns
     */
    @Arbiter
    public void read(I_Result result) {
        result.r1 = number;
    }
}
