package okko.external.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import okko.external.agent.AgentListener;
import okko.external.agent.MessageAgent;
import okko.external.agent.ProcessorCounters;
import okko.external.api.Processor;
import okko.ringshm.kernel.CpuPin;
import okko.ringshm.kernel.ServiceManager;
import okko.ringshm.message.MessageEndpoint;
import okko.ringshm.message.MessageMedium;
import org.agrona.concurrent.AgentTerminationException;
import org.agrona.concurrent.SystemNanoClock;

/**
 * One processor for the life of its process, as {@link ProcessorRun}, where packets come as messages: within a machine
 * by the switch's own Aeron driver, which ends with the switch; from another machine by a driver of this process, which
 * outlives any switch.
 */
final class MessageRun implements AgentListener {

    /** How long one who wants this switch or none waits for it to hear. */
    private static final long ONCE_PATIENCE_NS = TimeUnit.SECONDS.toNanos(5);

    private final Processor processor;
    private final ProcessorRun.Terms terms;
    private final Route route;
    private final ProcessorCounters counters;
    private final ServiceManager manager;
    private final Console console;
    private final Standing standing;

    private MessageAgent agent;
    private long disconnectedNs;

    /**
     * How to reach the switch.
     *
     * @param driverDirectory of the switch's Aeron driver, within its machine
     * @param to              where packets come from
     * @param from            where answers go
     * @param number          of this processor
     */
    record Route(Path driverDirectory, MessageEndpoint to, MessageEndpoint from, long number) {

        private boolean isWithinMachine() {
            return to.channel().startsWith(MessageEndpoint.IPC_CHANNEL)
                    || from.channel().startsWith(MessageEndpoint.IPC_CHANNEL);
        }
    }

    MessageRun(Processor processor, ProcessorRun.Terms terms, Route route, ProcessorCounters counters,
            ServiceManager manager, Console console) {
        this.processor = processor;
        this.terms = terms;
        this.route = route;
        this.counters = counters;
        this.manager = manager;
        this.console = console;
        standing = new Standing(terms, counters, manager, console);
    }

    /**
     * Runs until the signal is raised.
     *
     * @param stop ends it
     * @throws IOException               if a channel cannot be used, or there is no switch and waiting is not wanted
     * @throws AgentTerminationException if the switch has ended and the processor is tied to it
     */
    void untilRaised(StopSignal stop) throws IOException {
        manager.ready("waiting for a switch");
        while (!stop.isRaised()) {
            try (MessageMedium medium = open(stop)) {
                if (medium != null) {
                    runOver(medium, stop);
                }
            }
        }
        manager.stopping();
    }

    private void runOver(MessageMedium medium, StopSignal stop) throws IOException {
        var connection = new MessageAgent.Connection(medium, route.to(), route.from(), route.number());
        disconnectedNs = System.nanoTime();
        try (var running = new MessageAgent(connection, processor, counters, SystemNanoClock.INSTANCE, this);
                CpuPin _ = CpuPin.pin(terms.cpu())) { // after Aeron's own threads have been started
            agent = running;
            stop.runUntilRaised(running, terms.idle());
        } catch (AgentTerminationException e) {
            if (terms.tie() == SwitchTie.ONCE && !stop.isRaised()) {
                throw e;
            }
        } finally {
            disconnected();
        }
    }

    /** Finds the switch's driver, sooner or later, or starts one; null if the signal is raised before. */
    private MessageMedium open(StopSignal stop) throws IOException {
        if (!route.isWithinMachine()) {
            return MessageMedium.launch();
        }
        var backOff = new BackOff(stop, manager);
        while (!stop.isRaised()) {
            try {
                return MessageMedium.join(route.driverDirectory());
            } catch (IOException e) {
                if (terms.tie() == SwitchTie.ONCE) {
                    throw e;
                }
                standing.waiting(e.getMessage());
            }
            backOff.pause();
        }
        return null;
    }

    @Override
    public void failed(String line) {
        console.tell(line);
    }

    @Override
    public void alive() {
        manager.alive();
        if (agent.isConnected()) {
            if (!standing.isAttached()) {
                standing.attached();
            }
            return;
        }
        disconnected();
        if (terms.tie() == SwitchTie.ONCE && System.nanoTime() - disconnectedNs > ONCE_PATIENCE_NS) {
            throw new AgentTerminationException("no switch receives at " + route.from());
        }
        standing.waiting("no switch receives at " + route.from());
    }

    private void disconnected() {
        if (standing.isAttached()) {
            disconnectedNs = System.nanoTime();
            standing.detached();
        }
    }
}
