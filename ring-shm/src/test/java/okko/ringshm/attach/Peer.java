package okko.ringshm.attach;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import okko.ringshm.layout.PacketDescriptor;
import okko.ringshm.pool.PoolView;
import okko.ringshm.ring.RingConsumer;
import okko.ringshm.ring.RingProducer;
import org.agrona.UnsafeApi;

/** A processor in a process of its own, for tests. Ends when the switch does. */
final class Peer {

    private static final int BATCH = 32;
    private static final long BEAT_EVERY_NS = TimeUnit.MILLISECONDS.toNanos(20);

    /** What a peer does with the packets it gets. */
    enum Behaviour {
        /** Inverts the first eight bytes of each packet and gives it back. */
        ECHO,
        /** Keeps all packets. */
        HOARD,
        /** Gives the first packet back twice, then claims buffers that it was never lent. */
        LIE,
        /** Exits as soon as a packet comes. */
        EXIT
    }

    private Peer() {}

    /** Arguments: path of the socket, name, behaviour. */
    public static void main(String[] args) throws IOException {
        Behaviour behaviour = Behaviour.valueOf(args[2]);
        try (ProcessorAttachment attachment = ProcessorAttachment.attach(Path.of(args[0]), args[1])) {
            long lastBeatNs = System.nanoTime();
            while (true) {
                long nowNs = System.nanoTime();
                if (nowNs - lastBeatNs > BEAT_EVERY_NS) {
                    lastBeatNs = nowNs;
                    attachment.beat(nowNs);
                    if (!attachment.switchIsAlive()) {
                        return;
                    }
                }
                int ready = attachment.fromSwitch().ready(BATCH);
                if (ready == 0) {
                    Thread.yield();
                } else if (behaviour == Behaviour.EXIT) {
                    return;
                } else {
                    serve(attachment, behaviour, ready);
                }
            }
        } catch (AttachRefusedException e) {
            System.err.println("refused: " + e.getMessage());
            System.exit(1);
        }
    }

    private static void serve(ProcessorAttachment attachment, Behaviour behaviour, int ready) {
        RingConsumer in = attachment.fromSwitch();
        switch (behaviour) {
            case ECHO -> echo(attachment, ready);
            case LIE -> lie(in.word0(0), in.word1(0), attachment.toSwitch());
            case HOARD, EXIT -> { }
        }
        in.release(ready);
    }

    private static void echo(ProcessorAttachment attachment, int ready) {
        PoolView pool = attachment.pool();
        RingProducer out = attachment.toSwitch();
        if (out.room(ready) < ready) {
            throw new IllegalStateException("more packets than the switch may have lent");
        }
        for (int i = 0; i < ready; i++) {
            long word0 = attachment.fromSwitch().word0(i);
            if (!pool.holds(word0)) {
                throw new IllegalStateException("descriptor " + Long.toHexString(word0));
            }
            long frame = pool.frameAddress(word0);
            UnsafeApi.putLong(frame, ~UnsafeApi.getLong(frame));
            out.put(word0, attachment.fromSwitch().word1(i));
        }
        out.publish();
    }

    private static void lie(long word0, long word1, RingProducer out) {
        int generation = PacketDescriptor.generation(word1);
        out.put(word0, word1);
        out.put(word0, word1);
        for (int buffer = -2; buffer < BATCH; buffer++) {
            out.put(PacketDescriptor.word0(buffer, 0, 60), PacketDescriptor.word1(generation, 0, 0, 0));
        }
        out.publish();
    }
}
