package okko.bpf.map;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.J_Result;

/** A long prefix comes before a short one goes: one of them is found at any time. */
@JCStressTest
@Outcome(id = {"8", "24"}, expect = ACCEPTABLE, desc = "one of the two")
@Outcome(expect = FORBIDDEN, desc = "neither, though one was there at any time")
@State
public class LpmHandOverStress {

    private static final long NETWORK = 10L << Integer.SIZE;

    private final Trial trial = new Trial(MapType.LPM_TRIE, 8, 20);

    /** Made by jcstress, once per trial: the trie holds 10.0.0.0/8, and other networks to be asked about before it. */
    public LpmHandOverStress() {
        trial.update(0, 8 | NETWORK, 8);
        for (int bits = 9; bits < 24; bits++) {
            trial.update(0, bits | 11L << Integer.SIZE, bits);
        }
    }

    /** Adds 10.0.0.0/24, then removes 10.0.0.0/8. */
    @Actor
    public void handOver() {
        trial.update(0, 24 | NETWORK, 24);
        trial.delete(0, 8 | NETWORK);
    }

    /**
     * Looks 10.0.0.0 up.
     *
     * @param result value of the longest prefix
     */
    @Actor
    public void find(J_Result result) {
        result.r1 = trial.value(4, 32 | NETWORK);
    }
}
