package okko.bpf.map;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.J_Result;

/** A value of 8 bytes changes while another thread reads it. */
@JCStressTest
@Outcome(id = {"0", "72340172838076673"}, expect = ACCEPTABLE, desc = "before, or 0x0101010101010101")
@Outcome(expect = FORBIDDEN, desc = "a word torn")
@State
public class ArrayStress {

    private final Trial trial = new Trial(MapType.ARRAY, 8, 2);

    /** Made by jcstress, once per trial. */
    public ArrayStress() {}

    /** Sets the value. */
    @Actor
    public void set() {
        trial.update(0, 1, 0x0101_0101_0101_0101L);
    }

    /**
     * Reads the value.
     *
     * @param result what it sees
     */
    @Actor
    public void read(J_Result result) {
        result.r1 = trial.value(4, 1);
    }
}
