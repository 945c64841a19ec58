package okko.switchd.port;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import okko.ringshm.idle.WakeUps;
import okko.ringshm.layout.MessageDescriptor;
import okko.ringshm.layout.PacketDescriptor;
import okko.ringshm.message.MessageMedium;
import okko.ringshm.message.MessageReceiver;
import okko.ringshm.message.MessageSender;
import okko.ringshm.pool.PacketPool;
import okko.switchd.packet.Batch;
import okko.switchd.packet.DropReason;
import okko.switchd.packet.PortCounters;
import okko.switchd.packet.ProcessorState;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.NanoClock;

/**
 * An external processor that shares no packet memory with the switch, on this machine or on another: packets are
 * copied into messages, and answers are copied back. To flow tables it is a port as {@link RingPort} is one.
 *
 * <p>The buffer of a packet stays here until its answer has come, so each packet that is sent is received once, or
 * dropped once by name, whatever the processor and the way to it do. Answers come in order; a packet that is left out
 * is lost. What Aeron does not take at once waits in its buffer too, within the quota. All methods but
 * {@link #counters}, {@link #details}, {@link #originated} and {@link #state} belong to the datapath
 * thread, and none of them waits for anybody.
 */
public final class AeronPort implements ExternalPort {

    /** How long a processor may give no sign of life before it is not fed any more. */
    static final long SILENCE_NS = TimeUnit.SECONDS.toNanos(1);

    /** Aeron's frames to take at a time: what a processor sends cannot keep the datapath from its other ports. */
    private static final int MOST_FRAMES = 64;
    private static final long NOBODY = 0;

    private static final VarHandle STATE;
    private static final VarHandle LENT;
    private static final VarHandle BAD;

    static {
        try {
            var lookup = MethodHandles.lookup();
            STATE = lookup.findVarHandle(AeronPort.class, "state", ProcessorState.class);
            LENT = lookup.findVarHandle(AeronPort.class, "lent", int.class);
            BAD = lookup.findVarHandle(AeronPort.class, "badAnswers", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final PortCounters counters = new PortCounters();
    private final PortSpec.Aeron spec;
    private final Refusals refusals;
    private final PacketPool pool;
    private final int number;
    private final NanoClock clock;
    private final MessageSender outward;
    private final MessageReceiver inward;

    // Packets under way, by the low bits of their sequence: from answered on, before given; in messages before written.
    private final int[] underWay;
    private final long[] address;
    private final long[] fields;
    private final Parking parking;
    private long answered;
    private long written;
    private long given;

    private long session;
    private long processor = NOBODY;
    private long heardNs;
    private ProcessorState state = ProcessorState.ABSENT;
    private int lent;
    private long badAnswers;
    private long attached;
    private boolean bypassedFirst;

    // Of the poll that is going on.
    private Batch arriving;
    private long nowNs;
    private int returned;
    private long returnedBytes;

    /**
     * Opens the port; nobody needs to be there.
     *
     * @param spec   channels and quota
     * @param number OpenFlow number of the port
     * @param pool   of the switch
     * @param medium that stays the caller's
     * @param clock  monotonic
     * @throws IOException if a channel cannot be used; the message is one line
     */
    public AeronPort(PortSpec.Aeron spec, int number, PacketPool pool, MessageMedium medium, NanoClock clock)
            throws IOException {
        this.spec = spec;
        this.number = number;
        this.pool = pool;
        this.clock = clock;
        refusals = new Refusals(counters.drops(), number, spec.whenSlow(), pool);
        int slots = Integer.highestOneBit(2 * spec.quota() - 1);
        underWay = new int[slots];
        address = new long[slots];
        fields = new long[slots];
        parking = new Parking(slots);
        session = clock.nanoTime(); // unlike that of any switch that a processor may have served before
        outward = medium.sender(spec.to());
        try {
            inward = medium.receiver(spec.from(), this::onMessage);
        } catch (IOException e) {
            outward.close();
            throw e;
        }
    }

    @Override
    public int receive(Batch batch) {
        // In turns: neither what bypasses the processor nor its answers wait for ever.
        bypassedFirst = !bypassedFirst;
        if (bypassedFirst) {
            refusals.reenter(batch);
        }
        poll(batch);
        refusals.reenter(batch);
        return batch.size;
    }

    private void poll(Batch batch) {
        arriving = batch;
        nowNs = clock.nanoTime();
        returned = 0;
        returnedBytes = 0;
        inward.poll(MOST_FRAMES);
        if (returned > 0) {
            counters.received(returned, returnedBytes);
            publishLent();
        }
        watch();
        write();
    }

    @Override
    public boolean bringsAnswers() {
        return true;
    }

    /** No descriptor tells of Aeron's messages, so the thread has to look, within a millisecond. */
    @Override
    public void prepareToSleep(WakeUps wakeUps) {
        wakeUps.noLongerThan(refusals.waiting() > 0 ? 0 : 1);
    }

    private void watch() {
        if (processor == NOBODY) {
            return;
        }
        if (!outward.isConnected()) {
            giveUp();
            processor = NOBODY;
            enter(ProcessorState.ABSENT);
        } else if (state == ProcessorState.ATTACHED && nowNs - heardNs > SILENCE_NS) {
            enter(ProcessorState.SILENT);
        }
    }

    /** What is under way will not come back: answers to it are refused from now on. */
    private void giveUp() {
        lose(given, DropReason.PROCESSOR_DIED);
        written = given;
        session++;
        publishLent();
    }

    /** Ends the packets before one that are still under way. */
    private void lose(long end, DropReason reason) {
        long count = end - answered;
        for (; answered < end; answered++) {
            parking.forget(index(answered));
            pool.release(underWay[index(answered)]);
        }
        if (count > 0) {
            counters.drops().add(reason, count);
        }
    }

    private int index(long sequence) {
        return (int) sequence & underWay.length - 1;
    }

    private void enter(ProcessorState next) {
        STATE.setOpaque(this, next); // opaque: for listings only; the datapath thread reads its own stores
    }

    private boolean onMessage(long message, int lengthBytes) {
        if (!MessageDescriptor.isMessage(message, lengthBytes)) {
            refuse();
            return true;
        }
        int count = MessageDescriptor.count(message);
        long sender = MessageDescriptor.processor(message);
        if (count > MessageDescriptor.MAX_COUNT || sender == NOBODY) {
            refuse();
            return true;
        }
        if (count > Batch.CAPACITY - arriving.size) {
            return false;
        }
        if (isServing(sender)) {
            takeAnswers(message, lengthBytes, count);
        }
        return true;
    }

    /** One processor at a time: another is heard when this one is silent, and what this one has is given up then. */
    private boolean isServing(long sender) {
        if (sender != processor) {
            if (processor != NOBODY && nowNs - heardNs <= SILENCE_NS) {
                refuse();
                return false;
            }
            giveUp();
            processor = sender;
            attached++;
        }
        heardNs = nowNs;
        if (state != ProcessorState.ATTACHED) {
            enter(ProcessorState.ATTACHED);
        }
        return true;
    }

    private void takeAnswers(long message, int lengthBytes, int count) {
        boolean isOfSession = MessageDescriptor.session(message) == session;
        int offset = MessageDescriptor.HEADER_BYTES;
        for (int i = 0; i < count; i++) {
            if (!isOfSession || !MessageDescriptor.hasRecord(offset, lengthBytes)) {
                refuse();
                return;
            }
            long record = message + offset;
            // Each word once: by shared memory the processor may change it between two reads.
            long sequence = MessageDescriptor.sequence(record);
            long answer = MessageDescriptor.fieldsAt(record);
            offset = MessageDescriptor.nextRecord(offset, answer, lengthBytes);
            if (offset == MessageDescriptor.NO_RECORD || sequence < answered || sequence >= written) {
                refuse();
                return;
            }
            lose(sequence, DropReason.PROCESSOR_LOST);
            answered++;
            take(index(sequence), record + MessageDescriptor.RECORD_BYTES, answer);
        }
    }

    private void take(int slot, long frame, long answer) {
        int lengthBytes = MessageDescriptor.lengthBytes(answer);
        int flags = MessageDescriptor.flags(answer);
        returned++;
        returnedBytes += lengthBytes;
        if (flags == PacketDescriptor.FLAG_DROP) {
            end(slot, DropReason.PROCESSOR_DROP);
        } else if (flags != 0 && flags != PacketDescriptor.FLAG_OUTPUT || lengthBytes > pool.maxFrameBytes()) {
            refuse();
            end(slot, DropReason.PROCESSOR_LOST);
        } else {
            int result = MessageDescriptor.result(answer);
            if (parking.keepsFrame(slot)) {
                int lentBytes = MessageDescriptor.lengthBytes(fields[slot]);
                arriving.add(underWay[slot], address[slot], lentBytes, number, result);
            } else {
                long begin = pool.dataAddress(underWay[slot]) + pool.headroomBytes();
                UnsafeApi.copyMemory(frame, begin, lengthBytes);
                arriving.add(underWay[slot], begin, lengthBytes, number, result);
            }
            int outPort = flags == PacketDescriptor.FLAG_OUTPUT ? MessageDescriptor.port(answer) : Batch.BY_RULES;
            parking.leave(slot, result, outPort, arriving);
        }
    }

    private void end(int slot, DropReason reason) {
        counters.drops().add(reason, 1);
        parking.forget(slot);
        pool.release(underWay[slot]);
    }

    private void refuse() {
        BAD.setOpaque(this, badAnswers + 1);
    }

    @Override
    public void send(Batch batch) {
        switch (state) {
            case ATTACHED -> give(batch);
            case SILENT -> refusals.refuse(batch, 0, DropReason.PROCESSOR_SILENT);
            case ABSENT, DEAD, HUNG_UP, CUT_OFF -> refusals.refuse(batch, 0, DropReason.PROCESSOR_ABSENT);
        }
        batch.clear();
    }

    private void give(Batch batch) {
        int count = (int) Math.min(batch.size, spec.quota() - (given - answered));
        long bytes = 0;
        for (int i = 0; i < count; i++) {
            int at = index(given++);
            underWay[at] = batch.buffer[i];
            parking.enter(at, batch, i);
            address[at] = batch.address[i];
            fields[at] = MessageDescriptor.fields(batch.lengthBytes[i], batch.inPort[i], (int) batch.metadata[i], 0);
            bytes += batch.lengthBytes[i];
        }
        if (count > 0) {
            counters.sent(count, bytes);
            publishLent();
            write();
        }
        refusals.refuse(batch, count, DropReason.PROCESSOR_BUSY);
    }

    /** Writes what waits into messages, as long as there is room; the rest waits for the next poll. */
    private void write() {
        while (written < given) {
            long end = written;
            long most = Math.min(given, written + MessageDescriptor.MAX_COUNT);
            int messageBytes = MessageDescriptor.HEADER_BYTES;
            do {
                messageBytes += recordBytes(end++);
            } while (end < most && messageBytes + recordBytes(end) <= outward.usualBytes());
            long message = outward.begin(messageBytes);
            if (message == MessageSender.NO_ROOM) {
                return;
            }
            copy(end, message);
            if (!outward.commit()) {
                return;
            }
            written = end;
        }
    }

    private int recordBytes(long sequence) {
        return MessageDescriptor.recordBytes(MessageDescriptor.lengthBytes(fields[index(sequence)]));
    }

    private void copy(long end, long message) {
        MessageDescriptor.putHeader(message, (int) (end - written), session, NOBODY);
        long record = message + MessageDescriptor.HEADER_BYTES;
        for (long sequence = written; sequence < end; sequence++) {
            int at = index(sequence);
            MessageDescriptor.putRecord(record, sequence, fields[at]);
            UnsafeApi.copyMemory(
                    address[at], record + MessageDescriptor.RECORD_BYTES, MessageDescriptor.lengthBytes(fields[at]));
            record += recordBytes(sequence);
        }
    }

    private void publishLent() {
        LENT.setOpaque(this, (int) (given - answered));
    }

    @Override
    public PortCounters counters() {
        return counters;
    }

    /** {@return the buffers of packets under way: copies are lent, the buffers stay here} */
    @Override
    public int heldReferences() {
        return packetsUnderWay();
    }

    @Override
    public int packetsUnderWay() {
        return refusals.waiting() + (int) (given - answered);
    }

    /** {@return 0: what comes back must be an answer} */
    @Override
    public long originated() {
        return 0;
    }

    @Override
    public ProcessorState state() {
        return (ProcessorState) STATE.getOpaque(this);
    }

    /** {@return everything about the processor that is known here; between two batches} */
    public AeronStatus status() {
        long silentNs = processor == NOBODY ? 0 : clock.nanoTime() - heardNs;
        return new AeronStatus(TimeUnit.NANOSECONDS.toMillis(silentNs), attached, (int) (given - answered),
                (int) (given - written), refusals.waiting(), refusals.bypassed(), badAnswers);
    }

    @Override
    public Map<String, Object> details() {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("state", state().label());
        details.put("lent", (int) LENT.getOpaque(this));
        details.put("quota", spec.quota());
        details.put("badAnswers", (long) BAD.getOpaque(this));
        details.put("to", spec.to().toString());
        details.put("from", spec.from().toString());
        return details;
    }

    @Override
    public void close() {
        inward.close();
        outward.close();
    }

    /** Copies that are under way come to nobody. */
    @Override
    public void drain() {
        refusals.close();
        for (; answered < given; answered++) {
            parking.forget(index(answered));
            pool.release(underWay[index(answered)]);
        }
        publishLent();
    }
}
