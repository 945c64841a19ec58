package okko.ringshm.attach;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import okko.ringshm.kernel.Descriptors;
import okko.ringshm.kernel.PeerCredentials;
import okko.ringshm.pool.PacketPool;
import okko.ringshm.pool.PoolConfig;
import org.agrona.concurrent.SystemNanoClock;

/**
 * A switch and, on another thread, a processor that attaches, gives a sign of life and lets go, many times: prints
 * before and after it what the process has open and mapped, and how much memory.
 */
final class AttachCycles implements AttachListener {

    private static final int WARM_UP_CYCLES = 3_000;
    private static final int RING_CAPACITY = 256;

    private final PacketPool pool;
    private TrustMode trust = TrustMode.SHARED;

    private AttachCycles(PacketPool pool) {
        this.pool = pool;
    }

    /** Arguments: a directory, and how many cycles. */
    public static void main(String[] args) throws Exception {
        Path socket = Path.of(args[0], "okko.attach");
        int cycles = Integer.parseInt(args[1]);
        try (PacketPool pool = PacketPool.create(new PoolConfig(256, 2048))) {
            AttachCycles listener = new AttachCycles(pool);
            var instance = pool.region().identity().instance();
            try (var server = new AttachServer(socket, instance, listener, SystemNanoClock.INSTANCE)) {
                serve(server, socket, WARM_UP_CYCLES);
                print();
                serve(server, socket, cycles);
                print();
            }
        }
    }

    private static void serve(AttachServer server, Path socket, int cycles) throws Exception {
        Thread processor = Thread.ofPlatform().start(() -> cycle(socket, cycles));
        while (processor.isAlive()) {
            if (server.poll() == 0) {
                Thread.yield();
            }
        }
        while (server.poll() > 0) {
            Thread.yield(); // the last one's end
        }
        server.poll(); // forgets the last one
    }

    private static void cycle(Path socket, int cycles) {
        for (int i = 0; i < cycles; i++) {
            // A name of its own: that the one before has let go may not have been noticed yet.
            try (ProcessorAttachment attachment = ProcessorAttachment.attach(socket, "fw" + i % 8)) {
                attachment.beat(System.nanoTime());
            } catch (IOException e) {
                System.err.println("cycle " + i + ": " + e.getMessage());
                System.exit(1);
            }
        }
    }

    private static void print() throws IOException {
        long residentKb = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
        System.out.printf(Locale.ROOT, "%d %d %d%n", Descriptors.count(), Descriptors.countMappedRegions(), residentKb);
    }

    @Override
    public AttachDecision attaching(String name, PeerCredentials credentials) {
        trust = trust == TrustMode.SHARED ? TrustMode.MONITOR : TrustMode.SHARED;
        return new AttachDecision.Accepted(RING_CAPACITY, trust, pool.region());
    }

    @Override
    public void attached(Attachment attachment) {}

    /** The process is the switch's own and cannot die: what a supervisor does after a death is done here. */
    @Override
    public void lost(Attachment attachment, Loss loss) {
        attachment.close();
    }
}
