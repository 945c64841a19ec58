package okko.ringshm.message;

import io.aeron.Aeron;
import io.aeron.CommonContext;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.aeron.exceptions.AeronException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.IoUtil;
import org.agrona.concurrent.BackoffIdleStrategy;

/**
 * Aeron as one process uses it: a client, and the driver that moves messages unless another process has one. Both have
 * a thread each, which sleep while there is nothing to do; errors there are counted, and printed by nobody.
 *
 * <p>A driver keeps its logs in a directory in shared memory. What a killed process left there is removed when the next
 * one on the machine begins.
 */
public final class MessageMedium implements AutoCloseable {

    /** How long a peer may give Aeron no sign of life before its connection is taken down, ns. */
    public static final long PEER_LIVENESS_NS = TimeUnit.SECONDS.toNanos(2);

    private static final Path MEMORY = Path.of("/dev/shm");
    private static final String DIRECTORY_PREFIX = "okko-aeron-";
    private static final String DRIVER = "driver";
    private static final long CLIENT_LIVENESS_NS = TimeUnit.SECONDS.toNanos(4);
    private static final long DRIVER_TIMEOUT_MS = TimeUnit.SECONDS.toMillis(10);
    /** Three of these are a log, and half of one is how far a sender may be ahead: more would only leave the caches. */
    private static final int LOG_PART_BYTES = 1 << 20;
    /** Longest frame of Aeron's: a whole batch of packets of Ethernet's usual length. */
    private static final int IPC_FRAME_BYTES = 65_504;
    private static final int SPINS = 10;
    private static final int YIELDS = 20;
    private static final long MIN_PARK_NS = TimeUnit.MICROSECONDS.toNanos(1);
    private static final long MAX_PARK_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Path home;
    private final Path driverDirectory;
    private final AtomicLong errors = new AtomicLong();
    private MediaDriver driver;
    private Aeron client;

    private MessageMedium(Path home, Path driverDirectory) {
        this.home = home;
        this.driverDirectory = driverDirectory;
    }

    /**
     * Starts a driver in this process.
     *
     * @return the medium
     * @throws IOException if there is no room, or the driver does not start
     */
    public static MessageMedium launch() throws IOException {
        removeAbandoned();
        Path home = Files.createTempDirectory(MEMORY, DIRECTORY_PREFIX + ProcessHandle.current().pid() + "-");
        MessageMedium medium = new MessageMedium(home, home.resolve(DRIVER));
        try {
            medium.driver = MediaDriver.launchEmbedded(medium.driverContext());
            medium.connect();
            return medium;
        } catch (AeronException e) {
            medium.close();
            throw new IOException("Aeron does not start in " + home + ": " + firstLine(e), e);
        }
    }

    /**
     * Uses the driver of another process.
     *
     * @param driverDirectory of that driver
     * @return the medium
     * @throws IOException if no driver is alive there
     */
    public static MessageMedium join(Path driverDirectory) throws IOException {
        Path real = Files.exists(driverDirectory) ? driverDirectory.toRealPath() : driverDirectory;
        if (!isActive(real)) {
            throw new IOException(driverDirectory + ": no Aeron driver is alive here; is there a switch with a port of"
                    + " type aeron?");
        }
        MessageMedium medium = new MessageMedium(null, real);
        try {
            medium.connect();
            return medium;
        } catch (AeronException e) {
            medium.close();
            throw new IOException("Aeron in " + driverDirectory + " does not answer: " + firstLine(e), e);
        }
    }

    private static boolean isActive(Path driverDirectory) {
        return Files.exists(driverDirectory.resolve("cnc.dat"))
                && CommonContext.isDriverActive(driverDirectory.toFile(), DRIVER_TIMEOUT_MS, _ -> { });
    }

    /** Only what no process of its number uses and no driver keeps alive: the number alone may be another one's. */
    private static void removeAbandoned() throws IOException {
        try (DirectoryStream<Path> homes = Files.newDirectoryStream(MEMORY, DIRECTORY_PREFIX + "[0-9]*-*")) {
            for (Path home : homes) {
                String pid = home.getFileName().toString().substring(DIRECTORY_PREFIX.length()).replaceAll("-.*", "");
                boolean isAlive = pid.length() > 9 || ProcessHandle.of(Long.parseLong(pid)).isPresent();
                if (!isAlive && Files.isWritable(home) && !isActive(home.resolve(DRIVER))) {
                    IoUtil.delete(home.toFile(), true);
                }
            }
        }
    }

    private MediaDriver.Context driverContext() {
        return new MediaDriver.Context()
                .aeronDirectoryName(driverDirectory.toString())
                .dirDeleteOnStart(true)
                .dirDeleteOnShutdown(true)
                .threadingMode(ThreadingMode.SHARED)
                .sharedIdleStrategy(new BackoffIdleStrategy(SPINS, YIELDS, MIN_PARK_NS, MAX_PARK_NS))
                // Present from the start: a log that meets a full memory later would be a fault in whoever writes it.
                .termBufferSparseFile(false)
                .ipcTermBufferLength(LOG_PART_BYTES)
                .publicationTermBufferLength(LOG_PART_BYTES)
                .ipcMtuLength(IPC_FRAME_BYTES)
                .clientLivenessTimeoutNs(CLIENT_LIVENESS_NS)
                .imageLivenessTimeoutNs(PEER_LIVENESS_NS)
                .publicationConnectionTimeoutNs(PEER_LIVENESS_NS)
                .publicationLingerTimeoutNs(TimeUnit.SECONDS.toNanos(1))
                .errorHandler(this::count);
    }

    private void connect() {
        client = Aeron.connect(new Aeron.Context()
                .aeronDirectoryName(driverDirectory.toString())
                .driverTimeoutMs(DRIVER_TIMEOUT_MS)
                .threadFactory(Thread.ofPlatform().name("okko-aeron-client").daemon().factory())
                .errorHandler(this::count)
                .subscriberErrorHandler(this::count));
    }

    private void count(Throwable error) {
        errors.incrementAndGet();
    }

    /** {@return errors on Aeron's threads and in handlers, so far; read by any thread} */
    public long errors() {
        return errors.get();
    }

    /** {@return whether messages can pass: a client that its driver has lost is of no more use} */
    public boolean isAlive() {
        return !client.isClosed();
    }

    /** {@return where the driver is, for {@link #join}} */
    public Path driverDirectory() {
        return driverDirectory;
    }

    /**
     * Opens a way out.
     *
     * @param endpoint where to
     * @return the sender, the caller's to close
     * @throws IOException if there is no such channel, or its address cannot be used
     */
    public MessageSender sender(MessageEndpoint endpoint) throws IOException {
        try {
            return new MessageSender(client.addExclusivePublication(endpoint.channel(), endpoint.stream()));
        } catch (AeronException | IllegalArgumentException | IllegalStateException e) {
            throw new IOException(endpoint + " cannot be sent to: " + firstLine(e), e);
        }
    }

    /**
     * Opens a way in.
     *
     * @param endpoint where from
     * @param handler  of what comes
     * @return the receiver, the caller's to close
     * @throws IOException if there is no such channel, or its address cannot be used
     */
    public MessageReceiver receiver(MessageEndpoint endpoint, MessageHandler handler) throws IOException {
        try {
            return new MessageReceiver(client.addSubscription(endpoint.channel(), endpoint.stream()), handler);
        } catch (AeronException | IllegalArgumentException | IllegalStateException e) {
            throw new IOException(endpoint + " cannot be received from: " + firstLine(e), e);
        }
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse(e.toString());
    }

    /** Ends the client, and the driver if it is this process's, and removes its directory. */
    @Override
    public void close() {
        if (client != null) {
            client.close();
        }
        if (driver != null) {
            driver.close();
        }
        if (home != null) {
            IoUtil.delete(home.toFile(), true);
        }
    }
}
