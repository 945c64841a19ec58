package okko.switchd.port;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.LinkedHashMap;
import java.util.Map;
import okko.ringshm.layout.PacketDescriptor;
import okko.ringshm.pool.PacketPool;
import okko.ringshm.ring.RingConsumer;
import okko.ringshm.ring.RingCorruptException;
import okko.ringshm.ring.RingProducer;
import okko.switchd.packet.Batch;
import okko.switchd.packet.DropReason;
import okko.switchd.packet.PortCounters;
import okko.switchd.packet.ProcessorState;

/**
 * An external processor as a port: what the switch sends it lends to the processor, what the processor returns enters
 * the pipeline again with this port as {@code in_port} and the processor's result as metadata. {@link Lending} says
 * whether that takes copies; this class says when a packet is lent, taken back, dropped, or led around the processor.
 *
 * <p>Nothing that a processor does stops this port from returning at once. It believes a returned descriptor only as
 * far as the switch's private tables confirm it. All methods but {@link #counters}, {@link #details}, {@link #lent} and
 * {@link #state()} belong to the datapath thread; the control side reaches them by commands.
 *
 * <p>A processor that is cut off while it lives keeps what it has borrowed: it may still write there. Only when it is
 * known to be dead are its buffers reclaimed, after everything that it had returned before has been used.
 */
public final class RingPort implements Port {

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

    private RingLink link;
    private Lending lending;
    private ProcessorState state = ProcessorState.ABSENT;
    private Runnable reclaimed;
    /** Descriptors that a dead processor may still have in its ring; whoever adds more has inherited the ring. */
    private int leftBehind;
    private int strikesOfLink;
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
        refusals = new Refusals(counters.drops(), number, policy.whenSlow(), pool, ringCounters);
    }

    /**
     * Begins to feed a processor. The one before, if any, has been reclaimed.
     *
     * @param newLink its rings
     */
    public void attach(RingLink newLink) {
        if (link != null) {
            throw new IllegalStateException("borrower " + link.borrower() + " is not reclaimed yet");
        }
        lending = Lending.of(newLink, pool, policy.quota());
        link = newLink;
        strikesOfLink = 0;
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

    /** Uses the rings no more. The processor may be alive, and keeps what it holds until it is dead. */
    public void cutOff() {
        if (link != null) {
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
            leftBehind = link.outward().capacity();
            enter(ProcessorState.DEAD);
        }
    }

    private void reclaim() {
        counters.drops().add(DropReason.PROCESSOR_DIED, lending.loans().reclaim());
        ringCounters.copied(lending.copies());
        link = null;
        lending = null;
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

    private void poll(Batch batch) {
        if (link == null || state == ProcessorState.CUT_OFF || batch.isFull()) {
            return;
        }
        try {
            int ready = takeReady(link.inward(), batch);
            if (state == ProcessorState.DEAD) {
                leftBehind -= ready;
                if (ready == 0 || leftBehind <= 0) {
                    reclaim();
                }
            } else if (strikesOfLink >= STRIKE_LIMIT) {
                enter(ProcessorState.CUT_OFF);
            } else if (state == ProcessorState.ATTACHED) {
                lendEmptyBuffers();
            }
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

    private int takeReady(RingConsumer inward, Batch batch) {
        int ready = inward.ready(Batch.CAPACITY - batch.size);
        if (ready == 0) {
            return 0;
        }
        int packets = 0;
        long bytes = 0;
        for (int i = 0; i < ready; i++) {
            // Each word once: the processor may change it between two reads.
            long word0 = inward.word0(i);
            long word1 = inward.word1(i);
            Returned returned = lending.loans().takeBack(word0, word1);
            switch (returned) {
                case PACKET -> {
                    packets++;
                    bytes += PacketDescriptor.lengthBytes(word0);
                    reenter(word0, word1, batch);
                }
                case EMPTY_BUFFER -> {
                    if (isDropped(word1)) {
                        release(word0); // there never was a packet in it
                    } else {
                        packets++;
                        bytes += PacketDescriptor.lengthBytes(word0);
                        ringCounters.originated(1);
                        reenter(word0, word1, batch);
                    }
                }
                case NO_SUCH_BUFFER, NOT_LENT, OLD_GENERATION, FRAME_OUTSIDE, UNKNOWN_FLAGS -> {
                    strikesOfLink++;
                    ringCounters.bad(returned);
                }
            }
        }
        inward.release(ready);
        counters.received(packets, bytes);
        publishLent();
        return ready;
    }

    private static boolean isDropped(long word1) {
        return PacketDescriptor.flags(word1) == PacketDescriptor.FLAG_DROP;
    }

    private void release(long word0) {
        lending.loans().pool().release(PacketDescriptor.buffer(word0));
    }

    private void reenter(long word0, long word1, Batch batch) {
        if (isDropped(word1)) {
            counters.drops().add(DropReason.PROCESSOR_DROP, 1);
            release(word0);
            return;
        }
        switch (lending.admit(word0, number, PacketDescriptor.result(word1), batch)) {
            case IN_BATCH -> {
                if (PacketDescriptor.flags(word1) == PacketDescriptor.FLAG_OUTPUT) {
                    batch.outPort[batch.size - 1] = PacketDescriptor.port(word1);
                }
            }
            case NO_BUFFER -> counters.drops().add(DropReason.NO_BUFFER, 1);
        }
    }

    /** Keeps as many empty buffers lent as the policy says; at most a batch at a time. */
    private void lendEmptyBuffers() {
        int missing = policy.emptyBuffers() - lending.loans().emptyBuffers();
        if (missing <= 0) {
            return;
        }
        RingProducer ring = link.emptyBuffers();
        int room = Math.min(Math.min(missing, Batch.CAPACITY), ring.room(missing));
        int count = 0;
        while (count < room && lending.loans().lendEmpty(ring)) {
            count++;
        }
        if (count > 0) {
            ring.publish();
            publishLent();
        }
    }

    @Override
    public void send(Batch batch) {
        switch (state) {
            case ATTACHED -> lend(batch);
            case SILENT -> refusals.refuse(batch, 0, DropReason.PROCESSOR_SILENT);
            case ABSENT, DEAD, CUT_OFF -> refusals.refuse(batch, 0, DropReason.PROCESSOR_ABSENT);
        }
        batch.clear();
    }

    private void lend(Batch batch) {
        int given = 0;
        long bytes = 0;
        DropReason refusal = DropReason.PROCESSOR_BUSY;
        try {
            RingProducer outward = link.outward();
            int room = Math.min(outward.room(batch.size), policy.packetQuota() - lending.loans().packets());
            int count = Math.min(room, batch.size);
            while (given < count) {
                int index = given++; // counted first: if lending fails on the way, the packet is not ours to send on
                bytes += batch.lengthBytes[index];
                lending.lend(batch, index, outward);
            }
            if (given > 0) {
                outward.publish();
            }
        } catch (RingCorruptException _) {
            breakOff(RingCounters.Fault.CORRUPT_RING);
            refusal = DropReason.PROCESSOR_ABSENT;
        } catch (InternalError _) {
            breakOff(RingCounters.Fault.FAILED_MEMORY);
            refusal = DropReason.PROCESSOR_ABSENT;
        }
        counters.sent(given, bytes);
        publishLent();
        refusals.refuse(batch, given, refusal);
    }

    private void publishLent() {
        int buffers = lending == null ? 0 : lending.loans().buffers();
        ringCounters.holds(buffers);
        LENT.setOpaque(this, buffers);
    }

    @Override
    public PortCounters counters() {
        return counters;
    }

    @Override
    public int heldReferences() {
        return refusals.waiting();
    }

    /** {@return how many buffers the processor holds, with packets and empty; read by any thread} */
    public int lent() {
        return (int) LENT.getOpaque(this);
    }

    /** {@return how the processor is doing, as this port knows it; read by any thread} */
    public ProcessorState state() {
        return (ProcessorState) STATE.getOpaque(this);
    }

    /** {@return packets that are neither in nor out: the processor holds them, or they are on their way around it} */
    public int packetsUnderWay() {
        return refusals.waiting() + (lending == null ? 0 : lending.loans().packets());
    }

    /** {@return packets that processors of this port have begun themselves; read by any thread} */
    public long originated() {
        return ringCounters.originated();
    }

    /** {@return everything about the processor that is known here; between two batches} */
    public RingStatus status() {
        long toProcessor = 0;
        long fromProcessor = 0;
        if (link != null && state != ProcessorState.CUT_OFF) {
            try {
                toProcessor = link.outward().depth();
                fromProcessor = link.inward().depth();
            } catch (RingCorruptException _) {
                breakOff(RingCounters.Fault.CORRUPT_RING);
            }
        }
        Loans loans = lending == null ? null : lending.loans();
        return new RingStatus(policy, link == null ? RingStatus.NOBODY : link.borrower(), toProcessor, fromProcessor,
                loans == null ? 0 : loans.packets(), loans == null ? 0 : loans.emptyBuffers(),
                ringCounters.highWater(), refusals.waiting(), ringCounters.bypassedByCause(), ringCounters.originated(),
                ringCounters.copies() + (lending == null ? 0 : lending.copies()), ringCounters.strikesByKind());
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
        refusals.close();
        link = null; // the rings belong to whoever attached them
        lending = null;
    }
}
