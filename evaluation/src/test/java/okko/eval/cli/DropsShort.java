package okko.eval.cli;

import okko.external.api.PacketBatch;
import okko.external.api.Processor;

/** A processor as a user might bring one: drops short packets, and passes the others. */
public final class DropsShort implements Processor {

    private static final int SHORTEST_BYTES = 100;

    @Override
    public void process(PacketBatch batch) {
        for (int i = 0; i < batch.size(); i++) {
            if (batch.lengthBytes(i) < SHORTEST_BYTES) {
                batch.drop(i);
            } else {
                batch.pass(i, 1);
            }
        }
    }
}
