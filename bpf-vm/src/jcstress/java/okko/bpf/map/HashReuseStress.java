package okko.bpf.map;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/** The only entry goes from key 1, value 10, to key 2, value 20, while another thread looks both up. */
@JCStressTest
@Outcome(id = {"0, 0", "10, 0", "0, 20", "10, 20"}, expect = ACCEPTABLE, desc = "each key with its own value")
@Outcome(id = {"20, 0", "20, 20"}, expect = ACCEPTABLE_INTERESTING,
        desc = "a value that was found belongs to the next key when it is read: as the interface says")
@Outcome(expect = FORBIDDEN, desc = "a key found before its value was there")
@State
public class HashReuseStress {

    private final Trial trial = new Trial(MapType.HASH, 8, 1);

    /** Made by jcstress, once per trial. */
    public HashReuseStress() {
        trial.update(0, 1, 10);
    }

    /** Removes key 1 and adds key 2. */
    @Actor
    public void replace() {
        trial.delete(0, 1);
        trial.update(0, 2, 20);
    }

    /**
     * Looks both keys up.
     *
     * @param result their values
     */
    @Actor
    public void find(JJ_Result result) {
        result.r1 = trial.value(4, 1);
        result.r2 = trial.value(6, 2);
    }
}
