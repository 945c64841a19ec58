package okko.switchd.port;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.LinkedHashMap;
import java.util.Map;
import okko.ringshm.idle.WakeUps;
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
 * the pipeline again with this port as {@code in_port} and the processor's result as metadata. No packet is copied.
 * A packet that is sent with a {@link okko.switchd.packet.Question} comes back as it was, with the result as the answer.
 *
 * <p>Nothing that a processor does stops this port from returning at once. It believes a returned descriptor only as
 * far as the pool's private table confirms it. All methods but {@link #counters} and {@link #details} belong to the
 * datapath thread; the control side reaches them by commands.
 *
 * <p>A processor that is cut off while it lives keeps what it has borrowed: it may still write there. Only when it is
 * known to be dead are its buffers reclaimed, after everything that it had returned before has been used.
 */
public final class RingPort implements ExternalPort {

    /** How many descriptors an attachment may return that do not hold before it is cut off. */
    public static final int STRIKE_LIMIT = 16;

    private static final VarHandle STATE;
    private static final VarHandle STRIKES;
    private static final VarHandle LENT;

    static {
        try {
            var lookup = MethodHandles.lookup();
            STATE = lookup.findVarHandle(RingPort.class, "state", ProcessorState.class);
            STRIKES = lookup.findVarHandle(RingPort.class, "strikes", long.class);
            LENT = lookup.findVarHandle(RingPort.class, "lent", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final PortCounters counters = new PortCounters();
    private final PacketPool pool;
    private final int number;
    private final int quota;
    private final Parking parking;

    private RingLink link;
    private ProcessorState state = ProcessorState.ABSENT;
    private Runnable reclaimed;
    /** Descriptors that a dead processor may still have in its ring; whoever adds more has inherited the ring. */
    private int leftBehind;
    private int strikesOfLink;
    private long strikes;
    private int lent;

    /**
     * Makes the port.
     *
     * @param number OpenFlow number of the port
     * @param quota  most buffers that the processor may hold
     * @param pool   of the switch
     */
    public RingPort(int number, int quota, PacketPool pool) {
        this.number = number;
        this.quota = quota;
        this.pool = pool;
        parking = new Parking(pool.bufferCount());
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
        link = newLink;
        strikesOfLink = 0;
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
     * is received first; the rest is reclaimed after that, and counts as dropped.
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
        counters.drops().add(DropReason.PROCESSOR_DIED, pool.reclaim(link.borrower()));
        parking.clear();
        link = null;
        enter(ProcessorState.ABSENT);
        publishLent();
        reclaimed.run();
    }

    private void enter(ProcessorState next) {
        STATE.setOpaque(this, next); // opaque: for listings only; the datapath thread reads its own stores
    }

    @Override
    public int receive(Batch batch) {
        if (link == null || state == ProcessorState.CUT_OFF) {
            return 0;
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
            }
        } catch (RingCorruptException _) {
            breakOff();
        }
        return batch.size;
    }

    @Override
    public void prepareToSleep(WakeUps wakeUps) {
        switch (state) {
            case ATTACHED, SILENT -> wakeUps.watch(link.inward());
            case DEAD -> wakeUps.noLongerThan(0); // what it left behind is taken without its help
            case ABSENT, CUT_OFF -> { }
        }
    }

    /** A ring holds what no honest peer writes: a dead processor gives nothing more, a live one is cut off. */
    private void breakOff() {
        STRIKES.setOpaque(this, strikes + 1);
        if (state == ProcessorState.DEAD) {
            reclaim();
        } else {
            enter(ProcessorState.CUT_OFF);
        }
    }

    private int takeReady(RingConsumer inward, Batch batch) {
        int ready = inward.ready(Batch.CAPACITY);
        if (ready == 0) {
            return 0;
        }
        int returned = 0;
        long bytes = 0;
        for (int i = 0; i < ready; i++) {
            // Each word once: the processor may change it between two reads.
            long word0 = inward.word0(i);
            long word1 = inward.word1(i);
            if (!isClaim(word0, word1)) {
                strikesOfLink++;
                STRIKES.setOpaque(this, strikes + 1);
            } else {
                returned++;
                bytes += PacketDescriptor.lengthBytes(word0);
                reenter(word0, word1, batch);
            }
        }
        inward.release(ready);
        counters.received(returned, bytes);
        publishLent();
        return ready;
    }

    /** Checks a descriptor, and takes the buffer back if it holds. */
    private boolean isClaim(long word0, long word1) {
        return (PacketDescriptor.flags(word1) & ~PacketDescriptor.FLAG_DROP) == 0
                && pool.holds(word0)
                && pool.takeBack(PacketDescriptor.buffer(word0), link.borrower(), PacketDescriptor.generation(word1));
    }

    private void reenter(long word0, long word1, Batch batch) {
        int buffer = PacketDescriptor.buffer(word0);
        if (PacketDescriptor.flags(word1) == PacketDescriptor.FLAG_DROP) {
            counters.drops().add(DropReason.PROCESSOR_DROP, 1);
            parking.forget(buffer);
            pool.release(buffer);
            return;
        }
        if (parking.holds(buffer)) {
            parking.leave(buffer, PacketDescriptor.result(word1), batch);
            return;
        }
        int lengthBytes = PacketDescriptor.lengthBytes(word0);
        batch.add(buffer, pool.frameAddress(word0), lengthBytes, number, PacketDescriptor.result(word1));
    }

    @Override
    public void send(Batch batch) {
        switch (state) {
            case ATTACHED -> lend(batch);
            case SILENT -> drop(batch, 0, DropReason.PROCESSOR_SILENT);
            case ABSENT, DEAD, CUT_OFF -> drop(batch, 0, DropReason.PROCESSOR_ABSENT);
        }
        batch.clear();
    }

    private void lend(Batch batch) {
        RingProducer outward = link.outward();
        int borrower = link.borrower();
        int room;
        try {
            room = Math.min(outward.room(batch.size), quota - pool.lentTo(borrower));
        } catch (RingCorruptException _) {
            breakOff();
            drop(batch, 0, DropReason.PROCESSOR_ABSENT);
            return;
        }
        int count = Math.max(0, Math.min(room, batch.size));
        long bytes = 0;
        for (int i = 0; i < count; i++) {
            int buffer = batch.buffer[i];
            int offsetBytes = (int) (batch.address[i] - pool.dataAddress(buffer));
            int generation = pool.lend(buffer, borrower);
            parking.enter(batch, i);
            outward.put(
                    PacketDescriptor.word0(buffer, offsetBytes, batch.lengthBytes[i]),
                    PacketDescriptor.word1(generation, 0, batch.inPort[i], 0));
            bytes += batch.lengthBytes[i];
        }
        if (count > 0) {
            outward.publish();
            counters.sent(count, bytes);
            publishLent();
        }
        drop(batch, count, DropReason.PROCESSOR_BUSY);
    }

    private void drop(Batch batch, int from, DropReason reason) {
        for (int i = from; i < batch.size; i++) {
            pool.release(batch.buffer[i]);
        }
        if (from < batch.size) {
            counters.drops().add(reason, batch.size - from);
        }
    }

    private void publishLent() {
        LENT.setOpaque(this, link == null ? 0 : pool.lentTo(link.borrower()));
    }

    @Override
    public PortCounters counters() {
        return counters;
    }

    @Override
    public int heldReferences() {
        return 0;
    }

    @Override
    public int lent() {
        return (int) LENT.getOpaque(this);
    }

    /** {@return how many packets the processor is asked about and has not answered; on the datapath thread} */
    public int openQuestions() {
        return parking.count();
    }

    @Override
    public ProcessorState state() {
        return (ProcessorState) STATE.getOpaque(this);
    }

    @Override
    public Map<String, Object> details() {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("state", state().label());
        details.put("lent", lent());
        details.put("quota", quota);
        details.put("strikes", (long) STRIKES.getOpaque(this));
        return details;
    }

    @Override
    public void close() {
        link = null; // the rings belong to whoever attached them
    }
}
