package okko.switchd.openflow.text;

/** Spans of time, as ovs-ofctl prints them. */
final class Duration {

    private static final long NS_PER_MS = 1_000_000;
    private static final long MS_PER_S = 1000;

    private Duration() {}

    /**
     * Prints a span of time.
     *
     * @param nanoseconds not negative
     * @return seconds with three digits behind the point, and {@code s}
     */
    static String print(long nanoseconds) {
        long milliseconds = nanoseconds / NS_PER_MS;
        return "%d.%03ds".formatted(milliseconds / MS_PER_S, milliseconds % MS_PER_S);
    }

    /**
     * Prints whole seconds.
     *
     * @param nanoseconds not negative
     * @return seconds, rounded down
     */
    static long seconds(long nanoseconds) {
        return nanoseconds / NS_PER_MS / MS_PER_S;
    }
}
