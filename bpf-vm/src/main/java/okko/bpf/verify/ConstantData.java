package okko.bpf.verify;

import okko.bpf.map.MapDefinition.ProgramAccess;
import okko.bpf.map.MapDefinition;

/**
 * What a load from a map's value gives: of constant data, which nobody can change, one of the numbers there. So a
 * {@code const volatile} setting is the number that it is, and an element of a table one of its elements.
 */
final class ConstantData {

    /** In a longer part of a table nothing is looked up: it would take long, and rarely tell much. */
    private static final int MAX_PLACES = 256;

    private ConstantData() {}

    /**
     * The number that a load gives.
     *
     * @param map   where from
     * @param first least offset, bytes
     * @param last  greatest offset, bytes
     * @param bytes of the number, zero-extended
     */
    static Scalar loaded(MapDefinition map, long first, long last, int bytes) {
        boolean isKnown = map.isGlobalData() && map.access() == ProgramAccess.READ_ONLY
                && first >= 0 && last >= first && last - first < MAX_PLACES && last + bytes <= map.valueBytes();
        if (!isKnown) {
            return Scalar.ofBytes(bytes);
        }
        long least = map.contentsAt((int) first, bytes);
        long greatest = least;
        for (int at = (int) first + 1; at <= last; at++) {
            long number = map.contentsAt(at, bytes);
            least = Bounds.minUnsigned(least, number);
            greatest = Bounds.maxUnsigned(greatest, number);
        }
        return Scalar.between(least, greatest);
    }
}
