package okko.bpf.map;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * The only entry goes from key (1, 1) to key (2, 2) of the same hash, while another thread looks for (1, 2) and (2, 1): half the
 * old key and half the new one is no key.
 */
@JCStressTest
@Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "neither was ever there")
@Outcome(expect = FORBIDDEN, desc = "a key torn between its entry's two lives")
@State
public class HashTornKeyStress {

    private static final int HASH = 5;

    /** As many as there can be: comparing them takes time, in which the key can change. */
    private static final int KEY_BYTES = 512;

    private final Trial trial = new Trial(MapType.HASH, KEY_BYTES, 1);
    private final HashTable table = ((HashMap) trial.map()).table();

    /** Made by jcstress, once per trial: the map holds (1, 1). */
    public HashTornKeyStress() {
        table.link(table.take(), trial.place(0, 1, 1), Keys.WHOLE, HASH);
    }

    /** Removes (1, 1) and adds (2, 2). */
    @Actor
    public void replace() {
        table.unlink(0);
        table.giveBack(0);
        int index = table.take();
        table.beforeChange();
        table.link(index, trial.place(1, 2, 2), Keys.WHOLE, HASH);
    }

    /**
     * Looks for the two mixtures.
     *
     * @param result 1 for each that is found
     */
    @Actor
    public void find(II_Result result) {
        result.r1 = table.find(trial.place(2, 1, 2), Keys.WHOLE, HASH) == 0 ? 0 : 1;
        result.r2 = table.find(trial.place(3, 2, 1), Keys.WHOLE, HASH) == 0 ? 0 : 1;
    }
}
