package okko.external.cli;

import okko.external.api.Metrics.Counter;
import okko.external.api.PacketBatch;
import okko.external.api.Processor;
import okko.external.api.ProcessorContext;

/** Passes each packet with the number of packets that this instance has seen. */
public final class CountingProcessor implements Processor {

    private Counter seen;

    @Override
    public void start(ProcessorContext context) {
        seen = context.metrics().counter("seen", "Packets seen.");
    }

    @Override
    public void process(PacketBatch batch) {
        for (int i = 0; i < batch.size(); i++) {
            seen.increment();
            batch.pass(i, (int) seen.value());
        }
    }
}
