package okko.bpf.verify;

import java.util.Arrays;
import java.util.BitSet;
import okko.bpf.isa.Code;

/**
 * What the verifier learnt of an accepted program. Immutable by convention: nobody changes the arrays and sets.
 *
 * @param mapAtCall       by pc: which map a helper's call is about, as a position in the image's maps; -1 where it is
 *                        no such call or not always the same map
 * @param contextAccess   pcs of loads whose base is the context of an XDP program
 * @param nonZeroDivisor  pcs of divisions whose divisor is never 0
 * @param reachable       pcs that some run may reach
 * @param ranges          of the numbers in registers
 * @param maxInstructions most instructions that one run executes, {@link Long#MAX_VALUE} if it was not verified
 * @param footprint       what a run may touch
 */
public record Analysis(
        int[] mapAtCall, BitSet contextAccess, BitSet nonZeroDivisor, BitSet reachable, Ranges ranges,
        long maxInstructions, Footprint footprint) {

    /**
     * What is known of a program that no verifier has seen: any of it may be reached, nothing else is known. Only an
     * engine that checks each access may run it.
     *
     * @param code of the program
     * @return the analysis
     */
    public static Analysis unverified(Code code) {
        var reachable = new BitSet();
        var mapAtCall = new int[code.slots()];
        for (int pc = 0; pc < code.slots(); pc++) {
            reachable.set(pc, code.at(pc) != null);
        }
        Arrays.fill(mapAtCall, -1);
        return new Analysis(mapAtCall, new BitSet(), new BitSet(), reachable, Ranges.NOTHING_KNOWN,
                Long.MAX_VALUE, Footprint.anything(code));
    }
}
