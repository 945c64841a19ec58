package okko.switchd.openflow.server;

import okko.switchd.openflow.transport.Target;

/**
 * A controller that the switch connects to, or a place where it listens for some.
 *
 * @param target       where
 * @param maxBackoffMs longest pause before the switch connects again, 1,000 or more
 * @param probeMs      after how long a silence it sends an echo request, and gives up after another one; 0 for never
 */
public record ControllerTarget(Target target, int maxBackoffMs, int probeMs) {

    /** Longest pause unless said otherwise; Open vSwitch's. */
    public static final int DEFAULT_MAX_BACKOFF_MS = 8_000;

    /** Least longest pause. */
    public static final int MIN_MAX_BACKOFF_MS = 1_000;

    /** Length of a silence unless said otherwise; Open vSwitch's. */
    public static final int DEFAULT_PROBE_MS = 5_000;

    /**
     * With the usual times.
     *
     * @param target where
     * @return a controller
     */
    public static ControllerTarget of(Target target) {
        return new ControllerTarget(target, DEFAULT_MAX_BACKOFF_MS, DEFAULT_PROBE_MS);
    }
}
