package okko.eval.run;

import java.util.Arrays;
import java.util.Optional;

/** How much time to spend. */
public enum Profile {
    /** A first look: few trials, so the spread is only their lowest and highest. */
    QUICK("quick", 5, 400, 10),
    /** Enough trials for an interval. */
    STANDARD("standard", 15, 1_000, 20),
    /** For publication. */
    FULL("full", 30, 2_000, 40);

    /** Length of a slice of warm-up: long enough to tell a rate from noise. */
    static final int WARM_UP_SLICE_MS = 150;

    private final String label;
    private final int rounds;
    private final int trialMs;
    private final int mostWarmUpSlices;

    Profile(String label, int rounds, int trialMs, int mostWarmUpSlices) {
        this.label = label;
        this.rounds = rounds;
        this.trialMs = trialMs;
        this.mostWarmUpSlices = mostWarmUpSlices;
    }

    /** {@return the name on the command line and in result files} */
    public String label() {
        return label;
    }

    /** {@return trials per cell} */
    public int rounds() {
        return rounds;
    }

    /** {@return shortest time of a trial, in ms} */
    public int trialMs() {
        return trialMs;
    }

    /** {@return how many slices a cell may take to become steady} */
    int mostWarmUpSlices() {
        return mostWarmUpSlices;
    }

    /** {@return a line about it} */
    public String description() {
        return rounds + " rounds of " + trialMs / 1e3 + " s per cell, after at most "
                + mostWarmUpSlices * WARM_UP_SLICE_MS / 1e3 + " s of warm-up";
    }

    /**
     * Finds a profile.
     *
     * @param label its name
     * @return the profile, if there is one
     */
    public static Optional<Profile> of(String label) {
        return Arrays.stream(values()).filter(profile -> profile.label.equals(label)).findFirst();
    }
}
