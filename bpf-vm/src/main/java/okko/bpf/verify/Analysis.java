package okko.bpf.verify;

import java.util.BitSet;

/**
 * What the verifier learnt of an accepted program. Immutable by convention: nobody changes the arrays and sets.
 *
 * @param mapAtCall       by pc: which map r1 of a map helper's call holds, as a position in the image's maps;
 *                        -1 where it is no such call or not always the same map
 * @param nonZeroDivisor  pcs of divisions whose divisor is never 0
 * @param reachable       pcs that some run may reach
 * @param maxInstructions most instructions that one run executes
 * @param packetBytesRead how many leading bytes of the packet may be read; {@link Integer#MAX_VALUE} if unbounded
 */
public record Analysis(
        int[] mapAtCall, BitSet nonZeroDivisor, BitSet reachable, long maxInstructions, int packetBytesRead) {}
