package okko.switchd.port;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import okko.ringshm.idle.WakeUps;
import okko.ringshm.pool.PacketPool;
import okko.ringshm.pool.PoolCensus;
import okko.ringshm.ring.RingCorruptException;
import okko.switchd.packet.Batch;
import okko.switchd.packet.DropReason;
import okko.switchd.packet.PortCounters;
import okko.switchd.packet.ProcessorState;

/**
 * An external processor as a port: what the switch sends it lends to the processor, what the processor returns enters
 * the pipeline again with this port as {@code in_port} and the processor's result as metadata. {@link Lending} says
 * whether that takes copies; this class says when a packet is lent, taken back, dropped, or led around the processor.
 * A packet that is sent with a {@link okko.switchd.packet.Question} comes back with the port that it came in by before,
 * the result being the answer; whether as it was or as the processor has left it, the question says.
 *
 * <p>Nothing that a processor does stops this port from returning at once. It believes a returned descriptor only as
 * far as the switch's private tables confirm it. All methods but {@link #counters}, {@link #details}, {@link #lent} and
 * {@link #state()} belong to the datapath thread; the control side reaches them by commands.
 *
 * <p>A processor that is cut off while it lives keeps what it has borrowed: it may still write there. Only when it is
 * known to be dead are its buffers reclaimed, after everything that it had returned before has been used.
 */
public final class RingPort implements ExternalPort {

    /** How many descriptors an attachment may return that do not hold before it is cut off. */
    public static final int STRIKE_LIMIT = 16;

    private static final VarHandle STATE;
    private static final VarHandle LENT;

    static {
        try {
            var lookup = MethodHandles.lookup();
            STATE = lookup.findVarHandle(RingPort.class, "state", ProcessorState.class);
            LENT = lookup.findVarHandle(RingPort.class, "lent", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final PortCounters counters = new PortCounters();
    private final RingCounters ringCounters = new RingCounters();
    private final PacketPool pool;
    private final int number;
    private final RingPolicy policy;
    private final Refusals refusals;

    /** With the attached processor; {@code null} while there is none. */
    private RingTraffic traffic;
    private ProcessorState state = ProcessorState.ABSENT;
    private Runnable reclaimed;
    /** Descriptors that a dead processor may still have in its ring; whoever adds more has inherited the ring. */
    private int leftBehind;
    private boolean bypassedFirst;
    private int lent;

    /**
     * Makes the port.
     *
     * @param number OpenFlow number of the port
     * @param policy what its processor may, and what happens when it cannot
     * @param pool   of the switch
     */
    public RingPort(int number, RingPolicy policy, PacketPool pool) {
        this.number = number;
        this.policy = policy;
        this.pool = pool;
        refusals = new Refusals(counters.drops(), number, policy.whenSlow(), pool);
    }

    /**
     * Makes everything ready for a processor; any thread may, and the datapath is spared it.
     *
     * @param link its rings
     * @return what begins to feed it, on the datapath thread; the processor before, if any, has been reclaimed then
     */
    public Runnable attaching(RingLink link) {
        RingTraffic next = new RingTraffic(
                link, pool, number, policy, new RingTraffic.Account(counters, ringCounters));
        return () -> attach(next);
    }

    private void attach(RingTraffic next) {
        if (traffic != null) {
            throw new IllegalStateException("borrower " + traffic.link().borrower() + " is not reclaimed yet");
        }
        traffic = next;
        ringCounters.attached();
        enter(ProcessorState.ATTACHED);
    }

    /** Stops feeding the processor until {@link #resume}; it holds what it holds, and what it returns is taken. */
    public void suspend() {
        if (state == ProcessorState.ATTACHED) {
            enter(ProcessorState.SILENT);
        }
    }

    /** Feeds the processor again. */
    public void resume() {
        if (state == ProcessorState.SILENT) {
            enter(ProcessorState.ATTACHED);
        }
    }

    /**
     * Stops feeding the processor for good: it has hung up, and may be about to end. It holds what it holds, and what
     * it returns is taken, also what it returned just before it hung up.
     */
    public void hangUp() {
        if (state == ProcessorState.ATTACHED || state == ProcessorState.SILENT) {
            enter(ProcessorState.HUNG_UP);
        }
    }

    /** Uses the rings no more. The processor may be alive, and keeps what it holds until it is dead. */
    public void cutOff() {
        if (traffic != null) {
            enter(ProcessorState.CUT_OFF);
        }
    }

    /**
     * Learns that the processor is dead, for certain: nothing will write to what it had borrowed. What it had returned
     * is received first; the rest is reclaimed after that, and its packets count as dropped.
     *
     * @param whenReclaimed called on the datapath thread when this port has nothing more to do with the rings
     */
    public void died(Runnable whenReclaimed) {
        reclaimed = whenReclaimed;
        if (state == ProcessorState.CUT_OFF) {
            reclaim();
        } else {
            leftBehind = traffic.link().outward().capacity();
            enter(ProcessorState.DEAD);
        }
    }

    private void reclaim() {
        counters.drops().add(DropReason.PROCESSOR_DIED, traffic.reclaim());
        ringCounters.copied(traffic.copies());
        traffic = null;
        enter(ProcessorState.ABSENT);
        publishLent();
        reclaimed.run();
    }

    private void enter(ProcessorState next) {
        STATE.setOpaque(this, next); // opaque: for listings only; the datapath thread reads its own stores
    }

    @Override
    public int receive(Batch batch) {
        // In turns, so that neither what bypasses the processor nor what it returns waits for ever for the other.
        bypassedFirst = !bypassedFirst;
        if (bypassedFirst) {
            refusals.reenter(batch);
        }
        poll(batch);
        refusals.reenter(batch);
        return batch.size;
    }

    @Override
    public boolean bringsAnswers() {
        return true;
    }

    @Override
    public void prepareToSleep(WakeUps wakeUps) {
        if (refusals.waiting() > 0) {
            wakeUps.noLongerThan(0);
        }
        switch (state) {
            case ATTACHED, SILENT, HUNG_UP -> wakeUps.watch(traffic.link().inward());
            case DEAD -> wakeUps.noLongerThan(0); // what it left behind is taken without its help
            case ABSENT, CUT_OFF -> { }
        }
    }

    private void poll(Batch batch) {
        if (traffic == null || state == ProcessorState.CUT_OFF || batch.isFull()) {
            return;
        }
        try {
            int ready = traffic.takeBack(batch);
            if (state == ProcessorState.DEAD) {
                leftBehind -= ready;
                if (ready == 0 || leftBehind <= 0) {
                    reclaim();
                }
            } else if (traffic.strikes() >= STRIKE_LIMIT) {
                enter(ProcessorState.CUT_OFF);
            } else if (state == ProcessorState.ATTACHED) {
                traffic.lendEmptyBuffers();
            }
            publishLent();
        } catch (RingCorruptException _) {
            breakOff(RingCounters.Fault.CORRUPT_RING);
        } catch (InternalError _) { // how the JVM tells that a page of shared memory has failed
            breakOff(RingCounters.Fault.FAILED_MEMORY);
        }
    }

    /** Nothing more can come by these rings: a dead processor is done with, a live one is cut off. */
    private void breakOff(RingCounters.Fault fault) {
        ringCounters.broken(fault);
        if (state == ProcessorState.DEAD) {
            reclaim();
        } else {
            enter(ProcessorState.CUT_OFF);
        }
    }

    @Override
    public void send(Batch batch) {
        switch (state) {
            case ATTACHED -> lend(batch);
            case SILENT -> refusals.refuse(batch, 0, DropReason.PROCESSOR_SILENT);
            case ABSENT, DEAD, HUNG_UP, CUT_OFF -> refusals.refuse(batch, 0, DropReason.PROCESSOR_ABSENT);
        }
        batch.clear();
    }

    private void lend(Batch batch) {
        DropReason refusal = DropReason.PROCESSOR_BUSY;
        try {
            traffic.lend(batch);
        } catch (RingCorruptException _) {
            breakOff(RingCounters.Fault.CORRUPT_RING);
            refusal = DropReason.PROCESSOR_ABSENT;
        } catch (InternalError _) {
            breakOff(RingCounters.Fault.FAILED_MEMORY);
            refusal = DropReason.PROCESSOR_ABSENT;
        }
        publishLent();
        refusals.refuse(batch, traffic.lastLent(), refusal);
    }

    private void publishLent() {
        int buffers = traffic == null ? 0 : traffic.loans().buffers();
        ringCounters.holds(buffers);
        LENT.setOpaque(this, buffers);
    }

    @Override
    public PortCounters counters() {
        return counters;
    }

    @Override
    public int heldReferences() {
        return refusals.waiting() + (traffic == null ? 0 : traffic.heldReferences());
    }

    /** {@return how many buffers the processor holds, with packets and empty; read by any thread} */
    public int lent() {
        return (int) LENT.getOpaque(this);
    }

    @Override
    public ProcessorState state() {
        return (ProcessorState) STATE.getOpaque(this);
    }

    @Override
    public int packetsUnderWay() {
        return refusals.waiting() + (traffic == null ? 0 : traffic.loans().packets());
    }

    /** {@return how many packets the processor is asked about and has not answered} */
    public int openQuestions() {
        return traffic == null ? 0 : traffic.openQuestions();
    }

    @Override
    public long originated() {
        return ringCounters.originated();
    }

    /** {@return everything about the processor that is known here; between two batches} */
    public RingStatus status() {
        long toProcessor = 0;
        long fromProcessor = 0;
        if (traffic != null && state != ProcessorState.CUT_OFF) {
            try {
                toProcessor = traffic.link().outward().depth();
                fromProcessor = traffic.link().inward().depth();
            } catch (RingCorruptException _) {
                breakOff(RingCounters.Fault.CORRUPT_RING);
            } catch (InternalError _) {
                breakOff(RingCounters.Fault.FAILED_MEMORY);
            }
        }
        int lentEmpty = traffic == null ? 0 : traffic.loans().emptyBuffers();
        int lentPackets = traffic == null ? 0 : traffic.loans().packets();
        long wakeUps = traffic == null ? 0 : traffic.link().outward().wakeUps();
        long copies = ringCounters.copies() + (traffic == null ? 0 : traffic.copies());
        return new RingStatus(toProcessor, fromProcessor, wakeUps, lentPackets, lentEmpty, ringCounters.highWater(),
                refusals.waiting(), refusals.bypassed(), ringCounters.originated(), copies,
                ringCounters.strikesByKind());
    }

    /** {@return where the buffers of the attached processor's own pool are, if it has one; between two batches} */
    public Optional<PoolCensus> ownPool() {
        return traffic != null && traffic.link().access() instanceof RingLink.Isolated(PacketPool copies)
                ? Optional.of(copies.check())
                : Optional.empty();
    }

    @Override
    public Map<String, Object> details() {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("state", state().label());
        details.put("lent", lent());
        details.put("quota", policy.quota());
        details.put("strikes", ringCounters.strikes());
        return details;
    }

    @Override
    public void close() {
        // the rings belong to whoever attached them
    }

    @Override
    public void drain() {
        refusals.close();
        traffic = null;
    }
}
