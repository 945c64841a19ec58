package okko.switchd.program;

import java.util.Arrays;
import java.util.function.ToLongFunction;

/** What the filters of one program did, on all datapath threads: each writes to a part of its own, anyone reads. */
final class FilterCounters {

    private final FilterRuns[] byThread;

    FilterCounters(int threads) {
        byThread = new FilterRuns[threads];
        Arrays.setAll(byThread, _ -> new FilterRuns());
    }

    FilterRuns ofThread(int thread) {
        return byThread[thread];
    }

    long runs() {
        return sum(FilterRuns::runs);
    }

    long matches() {
        return sum(FilterRuns::matches);
    }

    long faults() {
        return sum(FilterRuns::faults);
    }

    private long sum(ToLongFunction<FilterRuns> count) {
        return Arrays.stream(byThread).mapToLong(count).sum();
    }
}
