package okko.switchd.port;

import java.util.Map;
import java.util.Optional;
import okko.ringshm.idle.WakeUps;
import okko.ringshm.pool.PacketPool;
import okko.switchd.packet.Batch;
import okko.switchd.packet.PortCounters;
import okko.switchd.packet.Sink;

/** Receives nothing; what it is sent it counts and releases. */
public final class NullPort implements Port {

    private final PortCounters counters = new PortCounters();
    private final NullSink sink;

    /**
     * Makes the port.
     *
     * @param pool that packets are released to
     */
    public NullPort(PacketPool pool) {
        sink = new NullSink(pool, counters);
    }

    @Override
    public int receive(Batch batch) {
        return 0;
    }

    @Override
    public void prepareToSleep(WakeUps wakeUps) {
        // never has packets
    }

    @Override
    public void send(Batch batch) {
        sink.send(batch);
    }

    @Override
    public Optional<Sink> furtherSink(PacketPool ofThread) {
        return Optional.of(new NullSink(ofThread, counters.part()));
    }

    @Override
    public PortCounters counters() {
        return counters;
    }

    @Override
    public int heldReferences() {
        return 0;
    }

    @Override
    public Map<String, Object> details() {
        return Map.of();
    }

    @Override
    public void close() {
        // holds nothing
    }
}
