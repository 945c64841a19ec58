package okko.switchd.program;

import okko.switchd.packet.Counts;

/** What the filters of one program did on one datapath thread. That thread writes, anyone reads. */
final class FilterRuns {

    private static final int RUNS = 0;
    private static final int MATCHES = 1;
    private static final int FAULTS = 2;

    private final Counts counts = new Counts(FAULTS + 1);

    void ran(int matched) {
        counts.add(RUNS, 1);
        counts.add(MATCHES, matched);
    }

    void faulted() {
        counts.add(RUNS, 1);
        counts.add(FAULTS, 1);
    }

    long runs() {
        return counts.get(RUNS);
    }

    long matches() {
        return counts.get(MATCHES);
    }

    long faults() {
        return counts.get(FAULTS);
    }
}
