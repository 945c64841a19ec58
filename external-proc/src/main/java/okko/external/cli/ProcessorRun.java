package okko.external.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import okko.external.agent.AgentListener;
import okko.external.agent.ProcessorAgent;
import okko.external.agent.ProcessorCounters;
import okko.external.api.Processor;
import okko.ringshm.attach.AttachRefusedException;
import okko.ringshm.attach.ProcessorAttachment;
import okko.ringshm.attach.SwitchAbsentException;
import okko.ringshm.idle.IdlePolicy;
import okko.ringshm.kernel.CpuPin;
import okko.ringshm.kernel.ServiceManager;
import org.agrona.concurrent.AgentTerminationException;
import org.agrona.concurrent.SystemNanoClock;

/**
 * One processor for the life of its process: attaches it, runs it, and when the switch has gone waits for the next one.
 * The processor is the same all the time and keeps what it knows.
 *
 * <p>Each change of state is one line, however many attempts it takes.
 */
final class ProcessorRun implements AgentListener {

    /** How long a name may be taken by a process that is about to end. */
    private static final long NAME_PATIENCE_NS = TimeUnit.SECONDS.toNanos(5);
    private static final long LEAVE_PATIENCE_NS = TimeUnit.MILLISECONDS.toNanos(300);

    private final Processor processor;
    private final Terms terms;
    private final ProcessorCounters counters;
    private final ServiceManager manager;
    private final Console console;
    private final Standing standing;

    /**
     * How to attach.
     *
     * @param socket      of the switch
     * @param name        to attach by
     * @param tie         to this switch or to any
     * @param idle        what to do without packets
     * @param cpu         that the packets' thread stays on while attached, if one is wanted
     * @param description of the processor, for the line that says it is attached
     */
    record Terms(Path socket, String name, SwitchTie tie, IdlePolicy idle, OptionalInt cpu, String description) {}

    ProcessorRun(Processor processor, Terms terms, ProcessorCounters counters, ServiceManager manager,
            Console console) {
        this.processor = processor;
        this.terms = terms;
        this.counters = counters;
        this.manager = manager;
        this.console = console;
        standing = new Standing(terms, counters, manager, console);
    }

    /**
     * Runs until the signal is raised.
     *
     * @param stop ends it
     * @throws IOException               if the switch cannot be attached to, and waiting would not help
     * @throws AgentTerminationException if the switch has ended and the processor is tied to it
     */
    void untilRaised(StopSignal stop) throws IOException {
        manager.ready("waiting for a switch");
        while (!stop.isRaised()) {
            try (ProcessorAttachment attachment = attach(stop)) {
                if (attachment != null) {
                    runAttached(attachment, stop);
                }
            }
        }
        manager.stopping();
    }

    private void runAttached(ProcessorAttachment attachment, StopSignal stop) throws IOException {
        var agent = new ProcessorAgent(attachment, processor, counters, SystemNanoClock.INSTANCE, this);
        standing.attached();
        try (CpuPin _ = CpuPin.pin(terms.cpu())) {
            if (terms.idle() == IdlePolicy.BUSY) {
                attachment.neverSleeps();
            }
            stop.runUntilRaised(agent, terms.idle());
            agent.leave(LEAVE_PATIENCE_NS);
        } catch (AgentTerminationException e) {
            if (terms.tie() == SwitchTie.ONCE && !stop.isRaised()) {
                throw e;
            }
            if (!stop.isRaised()) {
                standing.waiting(e.getMessage());
            }
        } finally {
            standing.detached();
        }
    }

    /** Attaches, sooner or later; null if the signal is raised before. */
    private ProcessorAttachment attach(StopSignal stop) throws IOException {
        var backOff = new BackOff(stop, manager);
        long nameDeadlineNs = System.nanoTime() + NAME_PATIENCE_NS;
        while (!stop.isRaised()) {
            try {
                return ProcessorAttachment.attach(terms.socket(), terms.name());
            } catch (SwitchAbsentException e) {
                nameDeadlineNs = System.nanoTime() + NAME_PATIENCE_NS;
                requirePatience(e, true);
                if (!standing.isWaiting()) {
                    standing.waiting(e.getMessage());
                }
            } catch (AttachRefusedException e) {
                requirePatience(e, e.mayChange() && System.nanoTime() - nameDeadlineNs < 0);
                standing.waiting(e.getMessage());
            }
            backOff.pause();
        }
        return null;
    }

    private void requirePatience(IOException failure, boolean waitingMayHelp) throws IOException {
        if (terms.tie() == SwitchTie.ONCE || !waitingMayHelp) {
            throw failure;
        }
    }

    @Override
    public void failed(String line) {
        console.tell(line);
    }

    @Override
    public void alive() {
        manager.alive();
    }
}
