package okko.switchd.flow;

import java.util.List;
import java.util.Set;

/**
 * A meter as somebody wrote it (OpenFlow 1.3, 5.7): what becomes of packets that are too many.
 *
 * @param id    1 to {@link #MAX_ID}
 * @param unit  what the rates count
 * @param bands of these the one with the highest rate that is exceeded applies
 * @param flags what else was asked for
 */
public record Meter(int id, Unit unit, List<Band> bands, Set<Flag> flags) {

    /** Highest number of a meter (OpenFlow 1.3, {@code OFPM_MAX}). */
    public static final int MAX_ID = 0xffff0000;

    /** What the rates of a meter count. */
    public enum Unit {
        /** 1,000 bits per second. */
        KILOBITS,
        /** Packets per second. */
        PACKETS
    }

    /** What a meter is asked for besides; to Okko it makes no difference, but controllers are told again. */
    public enum Flag {
        /** Heed the bursts that the bands give: Okko does whenever one is given. */
        BURST,
        /** Count: Okko always does. */
        STATS
    }

    /** What a band does. */
    public enum BandType {
        /** Drops the packet. */
        DROP,
        /** Makes the DSCP of an IP packet more likely to be dropped. */
        DSCP_REMARK
    }

    /**
     * A limit and what happens beyond.
     *
     * @param type            what happens
     * @param rate            in units per second, unsigned; at least 1
     * @param burst           how much may come at once: kilobits or packets, unsigned; 0 for as much as in one second
     * @param precedenceLevel by how much a {@code DSCP_REMARK} raises the drop precedence; 0 for others
     */
    public record Band(BandType type, int rate, int burst, int precedenceLevel) {

        /**
         * Checks.
         *
         * @throws IllegalArgumentException if the rate is 0
         */
        public Band {
            if (rate == 0) {
                throw new IllegalArgumentException("the rate of a band must be at least 1: rate=0");
            }
        }
    }

    /**
     * Checks and copies.
     *
     * @throws IllegalArgumentException if the number is out of range, or there is no band
     */
    public Meter {
        bands = List.copyOf(bands);
        flags = Set.copyOf(flags);
        if (id == 0 || Integer.compareUnsigned(id, MAX_ID) > 0) {
            throw new IllegalArgumentException("meter must be 1 to 4294901760: meter=" + Integer.toUnsignedString(id));
        }
        if (bands.isEmpty()) {
            throw new IllegalArgumentException("meter=" + Integer.toUnsignedString(id) + " has no band");
        }
    }

    /**
     * Makes a meter that nothing else was asked of.
     *
     * @param id    as above
     * @param unit  as above
     * @param bands as above
     */
    public Meter(int id, Unit unit, List<Band> bands) {
        this(id, unit, bands, Set.of());
    }
}
