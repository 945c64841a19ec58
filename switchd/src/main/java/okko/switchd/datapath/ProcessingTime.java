package okko.switchd.datapath;

import okko.ringshm.kernel.ThreadCpuClock;

/**
 * Times some of the polls that bring packets, from the source to the sinks. The clock asks the kernel and costs what a
 * dozen packets cost, so several polls in a row are timed together. Confined to the datapath thread.
 */
final class ProcessingTime {

    /** Polls from the end of one measurement to the next. A prime, so that ports take turns in being timed. */
    private static final int POLLS_BETWEEN = 509;

    private static final int POLLS_TIMED = 16;
    private static final int CALIBRATIONS = 64;

    private final DatapathStats stats;
    private final long clockNs;
    private int untilNext = POLLS_BETWEEN;
    private int pollsLeft;
    private long startNs;
    private int packets;

    ProcessingTime(DatapathStats stats) {
        this.stats = stats;
        long least = Long.MAX_VALUE;
        for (int i = 0; i < CALIBRATIONS; i++) {
            long before = ThreadCpuClock.nanoTime();
            least = Math.min(least, ThreadCpuClock.nanoTime() - before);
        }
        clockNs = least;
    }

    /** Before a poll. */
    void begin() {
        if (pollsLeft == 0 && --untilNext == 0) {
            untilNext = POLLS_BETWEEN;
            pollsLeft = POLLS_TIMED;
            packets = 0;
            startNs = ThreadCpuClock.nanoTime();
        }
    }

    /** After a poll, when its packets have gone where they go. The first one without packets ends the measurement. */
    void end(int packetCount) {
        if (pollsLeft > 0) {
            packets += packetCount;
            pollsLeft = packetCount == 0 ? 0 : pollsLeft - 1;
            if (pollsLeft == 0 && packets > 0) {
                stats.timed(packets, Math.max(0, ThreadCpuClock.nanoTime() - startNs - clockNs));
            }
        }
    }
}
