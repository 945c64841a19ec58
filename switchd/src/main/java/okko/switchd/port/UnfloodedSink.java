package okko.switchd.port;

import okko.switchd.packet.Batch;
import okko.switchd.packet.Sink;

/**
 * Sends by a port that floods leave out.
 *
 * @param port that sends
 */
public record UnfloodedSink(Sink port) implements Sink {

    @Override
    public void send(Batch batch) {
        port.send(batch);
    }

    @Override
    public boolean isFlooded() {
        return false;
    }
}
