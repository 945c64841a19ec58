package okko.switchd;

import java.util.concurrent.CountDownLatch;
import okko.ringshm.attach.RunDirectory;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.CompositeAgent;

/**
 * A switch: its parts, its two threads (datapath and control), and the order in which they begin and end. Several can
 * run in one process, in run directories of their own.
 */
public final class Switch implements AutoCloseable {

    // Sleeps of the control thread, which looks at its sockets by the clock: short enough for a person and a
    // processor's death, long enough to cost next to nothing.
    private static final long CONTROL_MIN_PARK_NS = 100_000;
    private static final long CONTROL_MAX_PARK_NS = 25_000_000;

    private static final int SPINS = 100;
    private static final int YIELDS = 10;

    private final CountDownLatch stopRequested = new CountDownLatch(1);
    private final SwitchConfig config;
    private final RunDirectory runDirectory;
    private final SwitchBuilder.Parts parts;
    private AgentRunner datapathRunner;
    private AgentRunner controlRunner;

    private Switch(SwitchConfig config, RunDirectory runDirectory) throws StartException {
        this.config = config;
        this.runDirectory = runDirectory;
        parts = new SwitchBuilder(config, runDirectory).build(this::requestStop);
    }

    /**
     * Opens everything that the switch needs; no packet moves yet.
     *
     * @param config       what it is
     * @param runDirectory where its sockets are
     * @return the switch
     * @throws StartException if something is wrong; nothing is left behind then
     */
    public static Switch create(SwitchConfig config, RunDirectory runDirectory) throws StartException {
        return new Switch(config, runDirectory);
    }

    /** Starts the threads. Call once. */
    public void start() {
        datapathRunner = new AgentRunner(parts.idle(),
                new DistinctErrors(parts.datapath().roleName(), System.err), null, parts.datapath());
        controlRunner = new AgentRunner(
                new BackoffIdleStrategy(SPINS, YIELDS, CONTROL_MIN_PARK_NS, CONTROL_MAX_PARK_NS),
                new DistinctErrors(parts.control().roleName(), System.err), null,
                new CompositeAgent(parts.control(), parts.supervisor()));
        AgentRunner.startOnThread(datapathRunner);
        AgentRunner.startOnThread(controlRunner);
    }

    /** {@return the switch in one line, without what came before and after it} */
    public String summary() {
        int buffers = parts.pool().bufferCount();
        long strideBytes = parts.pool().dataAddress(1) - parts.pool().dataAddress(0);
        return "bridge %s, %s, %s, %s, pool %d x %d bytes, rundir %s".formatted(
                config.bridge(),
                count(config.ports().size(), "port"),
                count(config.programs().size(), "program"),
                count(config.flows().size(), "flow"),
                buffers,
                strideBytes,
                runDirectory.path());
    }

    private static String count(int count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    /** Asks whoever waits in {@link #awaitStop} to go on; any thread may. */
    public void requestStop() {
        stopRequested.countDown();
    }

    /**
     * Waits until somebody asks the switch to stop.
     *
     * @throws InterruptedException if the thread is interrupted
     */
    public void awaitStop() throws InterruptedException {
        stopRequested.await();
    }

    /**
     * Ends the threads and closes everything in reverse order: no command begins, then no packet moves, then sockets,
     * ports, programs and memory go.
     *
     * @throws IllegalStateException if something could not be closed; everything else is
     */
    @Override
    public void close() {
        if (controlRunner != null) {
            controlRunner.close();
            datapathRunner.close();
        }
        parts.opened().close();
    }
}
