package okko.external.agent;

import java.util.HashSet;
import java.util.Set;
import okko.external.api.PacketFeed;
import okko.external.api.Processor;

/** Calls a processor; where it throws, its whole batch is dropped, counted, and told once. */
final class GuardedProcessor {

    private static final int MAX_DISTINCT_FAILURES = 100;

    private final Processor processor;
    private final PacketFeed feed;
    private final ProcessorCounters counters;
    private final AgentListener listener;
    private final Set<String> failuresTold = new HashSet<>();

    GuardedProcessor(Processor processor, PacketFeed feed, ProcessorCounters counters, AgentListener listener) {
        this.processor = processor;
        this.feed = feed;
        this.counters = counters;
        this.listener = listener;
    }

    /** Shows the feed's batch to the processor, or lets it do what is due if there are no packets. */
    void run() {
        try {
            if (feed.batch().size() > 0) {
                processor.process(feed.batch());
            } else {
                processor.idle(feed.batch());
            }
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
            feed.dropAll();
            counters.countFailure();
            if (failuresTold.size() < MAX_DISTINCT_FAILURES && failuresTold.add(e.toString())) {
                listener.failed("the processor failed, its batch is dropped: " + e);
            }
        }
    }
}
