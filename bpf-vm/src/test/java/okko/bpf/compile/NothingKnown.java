package okko.bpf.compile;

import java.util.Arrays;
import java.util.BitSet;
import okko.bpf.isa.Code;
import okko.bpf.verify.Analysis;

/** What a verifier that learnt nothing of a program would say: all of it may be reached, no map or divisor is known. */
public final class NothingKnown {

    private NothingKnown() {}

    public static Analysis of(Code code) {
        var reachable = new BitSet();
        var mapAtCall = new int[code.slots()];
        for (int pc = 0; pc < code.slots(); pc++) {
            reachable.set(pc, code.at(pc) != null);
        }
        Arrays.fill(mapAtCall, -1);
        return new Analysis(mapAtCall, new BitSet(), reachable, Long.MAX_VALUE, Integer.MAX_VALUE);
    }
}
