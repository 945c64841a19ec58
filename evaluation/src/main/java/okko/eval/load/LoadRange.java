package okko.eval.load;

/**
 * The loads that may be offered. All of them are whole packets per second, so that a load that is met again is equal.
 *
 * @param minMpps lowest, million packets per second, above 0
 * @param maxMpps highest, above the lowest
 */
public record LoadRange(double minMpps, double maxMpps) {

    /** Rounds the two, and checks that one is above the other. */
    public LoadRange {
        minMpps = wholePackets(minMpps);
        maxMpps = wholePackets(maxMpps);
        if (!(minMpps > 0 && minMpps < maxMpps)) {
            throw new IllegalArgumentException("loads must lie between two bounds: minMpps=" + minMpps + ", maxMpps="
                    + maxMpps);
        }
    }

    /**
     * Turns a load into one that may be offered.
     *
     * @param mpps any
     * @return the nearest one
     */
    double nearest(double mpps) {
        return Math.clamp(wholePackets(mpps), minMpps, maxMpps);
    }

    private static double wholePackets(double mpps) {
        return Math.rint(mpps * 1e6) / 1e6;
    }
}
