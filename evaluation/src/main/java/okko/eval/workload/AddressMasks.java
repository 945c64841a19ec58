package okko.eval.workload;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * One mask per copy of a recording: the bits of a host's address, within its /16 prefix, that the copy inverts.
 *
 * <p>Hosts stay inside their prefixes, so rules about prefixes mean the same in every copy, and no two copies share an
 * address: for hosts a and b of one prefix, {@code a ^ m == b ^ n} only if {@code m ^ n} equals {@code a ^ b}, and such
 * masks are not drawn. The first mask is 0: the recording itself is one of the copies.
 */
final class AddressMasks {

    private static final int HOST_BITS = 16;
    private static final int HOST_MASK = (1 << HOST_BITS) - 1;
    private static final int MULTICAST = 0xe000_0000;

    private AddressMasks() {}

    /**
     * Draws masks.
     *
     * @param addresses all that the recording holds
     * @param copies    how many masks, 1 or more
     * @param random    to draw with
     * @return as many masks of 16 bits, the first one 0
     */
    static List<Integer> draw(Set<Integer> addresses, int copies, Random random) {
        Set<Integer> clashes = differences(addresses);
        List<Integer> masks = new ArrayList<>(copies);
        masks.add(0);
        int attempts = 0;
        while (masks.size() < copies) {
            if (++attempts > 1_000 * copies) {
                throw new IllegalArgumentException("the recording has too many hosts in one /16 to be copied: hosts="
                        + addresses.size() + ", copies=" + copies);
            }
            int mask = random.nextInt(1, HOST_MASK);
            if (masks.stream().noneMatch(other -> other == mask || clashes.contains(other ^ mask))) {
                masks.add(mask);
            }
        }
        return masks;
    }

    /**
     * Rewrites an address.
     *
     * @param address of a host, or a multicast, broadcast or unset one, which is left as it is
     * @param mask    of the copy
     * @return the host's address in that copy
     */
    static int apply(int address, int mask) {
        return isHost(address) ? address ^ mask : address;
    }

    private static boolean isHost(int address) {
        return address != 0 && Integer.compareUnsigned(address, MULTICAST) < 0;
    }

    private static Set<Integer> differences(Set<Integer> addresses) {
        Set<Integer> differences = new HashSet<>();
        for (int a : addresses) {
            for (int b : addresses) {
                if (a != b && a >>> HOST_BITS == b >>> HOST_BITS) {
                    differences.add((a ^ b) & HOST_MASK);
                }
            }
        }
        return differences;
    }
}
