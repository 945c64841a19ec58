package okko.eval.rings;

import com.sun.management.ThreadMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import okko.ringshm.attach.AttachDecision;
import okko.ringshm.attach.AttachListener;
import okko.ringshm.attach.AttachServer;
import okko.ringshm.attach.Attachment;
import okko.ringshm.attach.Loss;
import okko.ringshm.attach.ProcessorAttachment;
import okko.ringshm.attach.TrustMode;
import okko.ringshm.kernel.PeerCredentials;
import okko.ringshm.pool.PacketPool;
import okko.ringshm.pool.PoolConfig;
import org.agrona.concurrent.SystemNanoClock;

/**
 * One end of the rings in a process of its own, as {@code ring.c} is: it does a round for each number of descriptors
 * that it reads, and answers with the nanoseconds that the round took, the fold of what it read, and the bytes that its
 * thread allocated meanwhile.
 */
public final class RingEnd {

    /** First line of the switch's end: the processor's may attach. */
    static final String LISTENING = "listening";

    /** First line of the processor's end. */
    static final String ATTACHED = "attached";

    private static final String NAME = "bench";
    private static final int BUFFERS = 2048;
    private static final int DATA_BYTES = 2048;

    private RingEnd() {}

    /**
     * Runs an end until its standard input ends.
     *
     * @param arguments role, path of the attach socket, descriptors per ring
     * @throws IOException if the two ends do not come together
     */
    public static void main(String[] arguments) throws IOException {
        Path socket = Path.of(arguments[1]);
        switch (arguments[0]) {
            case "producer", "origin" -> runSwitch(arguments[0], socket, Integer.parseInt(arguments[2]));
            case "consumer", "echo" -> runProcessor(arguments[0], socket);
            default -> throw new IllegalArgumentException("no role: " + arguments[0]);
        }
    }

    /** Lets anybody in, and remembers the last. */
    private static final class Door implements AttachListener {

        private final PacketPool pool;
        private final int capacity;
        private Attachment attachment;

        Door(PacketPool pool, int capacity) {
            this.pool = pool;
            this.capacity = capacity;
        }

        @Override
        public AttachDecision attaching(String name, PeerCredentials credentials) {
            return new AttachDecision.Accepted(capacity, TrustMode.SHARED, pool.region());
        }

        @Override
        public void attached(Attachment newAttachment) {
            attachment = newAttachment;
        }

        @Override
        public void lost(Attachment lostAttachment, Loss loss) {
            // The measurement is over; both ends end.
        }
    }

    private static void runSwitch(String role, Path socket, int capacity) throws IOException {
        try (PacketPool pool = PacketPool.create(new PoolConfig(BUFFERS, DATA_BYTES))) {
            var door = new Door(pool, capacity);
            var instance = pool.region().identity().instance();
            try (var server = new AttachServer(socket, instance, door, SystemNanoClock.INSTANCE)) {
                System.out.println(LISTENING);
                while (door.attachment == null) {
                    server.poll();
                    Thread.onSpinWait();
                }
                door.attachment.fromProcessor().neverSleeps();
                serve(role.equals("producer")
                        ? new Producing(door.attachment.toProcessor())
                        : new Lending(pool, door.attachment));
            }
        }
    }

    private static void runProcessor(String role, Path socket) throws IOException {
        try (ProcessorAttachment attachment = ProcessorAttachment.attach(socket, NAME)) {
            attachment.fromSwitch().neverSleeps();
            System.out.println(ATTACHED);
            serve(role.equals("consumer") ? new Consuming(attachment.fromSwitch()) : new Echoing(attachment));
        }
    }

    private static void serve(RingRound round) throws IOException {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        var requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String line = requests.readLine(); line != null; line = requests.readLine()) {
            long count = Long.parseLong(line);
            long allocatedBefore = threads.getCurrentThreadAllocatedBytes();
            long beganNs = System.nanoTime();
            long sum = round.run(count);
            long endNs = System.nanoTime();
            long allocated = threads.getCurrentThreadAllocatedBytes() - allocatedBefore;
            long tookNs = endNs - Math.max(beganNs, round.firstNs());
            System.out.println(tookNs + " " + Long.toHexString(sum) + " " + allocated);
        }
    }
}
