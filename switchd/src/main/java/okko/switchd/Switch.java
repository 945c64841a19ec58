package okko.switchd;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import okko.ringshm.attach.RunDirectory;
import okko.ringshm.kernel.CpuPin;
import okko.ringshm.kernel.PageSize;
import okko.ringshm.kernel.ServiceManager;
import okko.switchd.control.DatapathCommands.DatapathThread;
import okko.switchd.control.Watchdog;
import okko.switchd.openflow.server.ControllerTarget;
import okko.switchd.openflow.transport.Target;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.CompositeAgent;
import org.agrona.concurrent.SystemNanoClock;

/**
 * A switch: its parts, its threads (datapath, one or more, and control), and the order in which they begin and end.
 * Several can run in one process, in run directories of their own.
 */
public final class Switch implements AutoCloseable {

    // Sleeps of the control thread, which looks at its sockets by the clock: short enough for a person and a
    // processor's death, long enough to cost next to nothing.
    private static final long CONTROL_MIN_PARK_NS = 100_000;
    private static final long CONTROL_MAX_PARK_NS = 25_000_000;

    private static final int SPINS = 100;

    /** For about a millisecond: a tool that adds flows sends the next one when it has the answer to the one before. */
    private static final int YIELDS = 1_000;

    private final CountDownLatch stopRequested = new CountDownLatch(1);
    private final SwitchConfig config;
    private final RunDirectory runDirectory;
    private final SwitchBuilder.Parts parts;
    private final List<Agent> controlAgents = new ArrayList<>();
    private final List<AgentRunner> datapathRunners = new ArrayList<>();
    private AgentRunner controlRunner;

    private Switch(SwitchConfig config, RunDirectory runDirectory) throws StartException {
        this.config = config;
        this.runDirectory = runDirectory;
        parts = new SwitchBuilder(config, runDirectory).build(this::requestStop);
        controlAgents.add(new Unhurried(new CompositeAgent(parts.control(), parts.packetIns(), parts.supervisor(),
                parts.interfaces(), parts.links(), parts.expiry()), SystemNanoClock.INSTANCE));
        controlAgents.addAll(parts.openFlow());
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

    /**
     * Has a service manager told that the switch makes progress. Call before {@link #start()}.
     *
     * @param serviceManager stays the caller's, and open for as long as the switch
     */
    public void watchFor(ServiceManager serviceManager) {
        controlAgents.add(new Watchdog(serviceManager.watchdogNs(), serviceManager::alive, parts.calls(),
                SystemNanoClock.INSTANCE));
    }

    /**
     * Starts the threads. Call once.
     *
     * @throws UncheckedIOException if a datapath thread's CPU has been taken from this process meanwhile
     */
    public void start() {
        for (DatapathThread thread : parts.threads()) {
            datapathRunners.add(new AgentRunner(thread.idle(),
                    new DistinctErrors(thread.agent().roleName(), System.err), null, thread.agent()));
        }
        controlRunner = new AgentRunner(
                new BackoffIdleStrategy(SPINS, YIELDS, CONTROL_MIN_PARK_NS, CONTROL_MAX_PARK_NS),
                new DistinctErrors(parts.control().roleName(), System.err), null,
                new CompositeAgent(controlAgents));
        for (int i = 0; i < datapathRunners.size(); i++) {
            try (CpuPin _ = CpuPin.pin(config.datapath().cpu(i))) {
                AgentRunner.startOnThread(datapathRunners.get(i)); // which begins where this thread is, and stays there
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        AgentRunner.startOnThread(controlRunner);
    }

    /** {@return the switch in one line, without what came before and after it} */
    public String summary() {
        int buffers = parts.pool().bufferCount();
        long strideBytes = parts.pool().dataAddress(1) - parts.pool().dataAddress(0);
        String pages = parts.pool().region().pageSize() == PageSize.HUGE ? " in huge pages" : "";
        return "bridge %s, %s, %s, %s, pool %d x %d bytes%s, rundir %s".formatted(
                config.bridge(),
                count(config.ports().size(), "port"),
                count(config.programs().size(), "program"),
                count(config.flows().size(), "flow"),
                buffers,
                strideBytes,
                pages,
                runDirectory.path());
    }

    /** {@return what whoever started it should know, one line each: wishes that could not be granted} */
    public List<String> notices() {
        List<String> notices = new ArrayList<>(parts.notices().release());
        parts.pool().region().fallBack().ifPresent(why -> notices.add(why + "; the pool is in small pages"));
        parts.supervisor().signalsByTimer().ifPresent(why -> notices.add("the kernel takes no asynchronous requests ("
                + why + "); processors that sleep are woken by timers, which costs more"));
        config.openFlow().controllers().stream().map(ControllerTarget::target).filter(Target::isOpenToAll)
                .forEach(target -> notices.add(target + ": whoever reaches this host can change the switch; "
                        + "ptcp:PORT:127.0.0.1 is for this host alone, pssl asks for certificates"));
        if (SwitchBuilder.hasForeignUsers(config)) {
            runDirectory.obstacle().ifPresent(directory -> notices.add("processors of other users cannot reach "
                    + runDirectory.path() + ": " + directory + " is closed to them; choose another by OKKO_RUNDIR"));
        }
        return notices;
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
            datapathRunners.forEach(AgentRunner::close);
        }
        parts.opened().close();
    }
}
