package okko.switchd.port;

import okko.ringshm.layout.PacketDescriptor;
import okko.ringshm.pool.PacketPool;
import okko.ringshm.ring.RingConsumer;
import okko.ringshm.ring.RingProducer;
import okko.switchd.packet.Batch;
import okko.switchd.packet.DropReason;
import okko.switchd.packet.PortCounters;

/**
 * One attached processor's packets: lends them, takes them back, and lends empty buffers. Whether any of that may
 * happen now is the {@link RingPort}'s business. Confined to the datapath thread, but for being made.
 *
 * <p>A method that finds a ring corrupt throws {@link okko.ringshm.ring.RingCorruptException}, once per attachment.
 */
final class RingTraffic {

    private final RingLink link;
    private final Lending lending;
    private final Parking parking;

    /** By buffer: first word of the descriptor that a packet was lent with, which no processor can forge. */
    private final long[] lentAs;
    private final int number;
    private final RingPolicy policy;
    private final PortCounters counters;
    private final RingCounters ringCounters;
    private int strikes;

    // Of the descriptors that are being taken back.
    private int received;
    private long receivedBytes;

    /** Packets of the last batch that went to the processor. */
    private int lastLent;

    /**
     * Gets ready to move packets.
     *
     * @param link    of the attachment
     * @param pool    of the switch
     * @param number  OpenFlow number of the port
     * @param policy  of the port
     * @param account of the port
     */
    RingTraffic(RingLink link, PacketPool pool, int number, RingPolicy policy, Account account) {
        this.link = link;
        this.number = number;
        this.policy = policy;
        counters = account.port();
        ringCounters = account.ring();
        lending = Lending.of(link, pool, policy.quota());
        int buffers = lending.loans().pool().bufferCount();
        parking = new Parking(buffers);
        lentAs = new long[buffers];
    }

    /**
     * Where packets are counted.
     *
     * @param port packets and drops
     * @param ring everything else
     */
    record Account(PortCounters port, RingCounters ring) {}

    RingLink link() {
        return link;
    }

    /** {@return what the processor holds} */
    Loans loans() {
        return lending.loans();
    }

    /** {@return how many descriptors the processor has returned that did not hold} */
    int strikes() {
        return strikes;
    }

    /** {@return how many packets the processor is asked about and has not answered} */
    int openQuestions() {
        return parking.count();
    }

    /** Takes everything back from a processor that is dead, and returns how many packets were lost with it. */
    int reclaim() {
        return lending.reclaim();
    }

    /** {@return references to the switch's own buffers that are kept while copies are lent} */
    int heldReferences() {
        return lending.heldReferences();
    }

    /** {@return packets copied so far} */
    long copies() {
        return lending.copies();
    }

    /**
     * Takes back what the processor has returned.
     *
     * @param batch packets are added to it, as many as there is room for
     * @return how many descriptors were looked at
     */
    int takeBack(Batch batch) {
        RingConsumer inward = link.inward();
        int ready = inward.ready(batch.room());
        if (ready == 0) {
            return 0;
        }
        received = 0;
        receivedBytes = 0;
        try {
            for (int i = 0; i < ready; i++) {
                // Each word once: the processor may change it between two reads.
                take(inward.word0(i), inward.word1(i), batch);
            }
            inward.release(ready);
        } finally {
            counters.received(received, receivedBytes); // also if a page of the ring or of the copies has failed
        }
        return ready;
    }

    private void take(long word0, long word1, Batch batch) {
        Returned returned = lending.loans().takeBack(word0, word1);
        switch (returned) {
            case PACKET -> receive(word0, word1, batch);
            case EMPTY_BUFFER -> {
                if (isDropped(word1)) {
                    release(word0); // there never was a packet in it
                } else {
                    ringCounters.originated(1);
                    receive(word0, word1, batch);
                }
            }
            case NO_SUCH_BUFFER, NOT_LENT, OLD_GENERATION, FRAME_OUTSIDE, UNKNOWN_FLAGS -> {
                strikes++;
                ringCounters.bad(returned);
            }
        }
    }

    private void receive(long word0, long word1, Batch batch) {
        received++;
        receivedBytes += PacketDescriptor.lengthBytes(word0);
        try {
            reenter(word0, word1, batch);
        } catch (InternalError e) { // its bytes are lost, and so is everything else that the processor has
            counters.drops().add(DropReason.PROCESSOR_LOST, 1);
            throw e;
        }
    }

    private static boolean isDropped(long word1) {
        return PacketDescriptor.flags(word1) == PacketDescriptor.FLAG_DROP;
    }

    private void release(long word0) {
        lending.release(word0);
    }

    private void reenter(long word0, long word1, Batch batch) {
        int buffer = PacketDescriptor.buffer(word0);
        if (isDropped(word1)) {
            counters.drops().add(DropReason.PROCESSOR_DROP, 1);
            parking.forget(buffer);
            release(word0);
            return;
        }
        int result = PacketDescriptor.result(word1);
        long admitted = parking.keepsFrame(buffer) ? lentAs[buffer] : word0;
        switch (lending.admit(admitted, number, result, batch)) {
            case IN_BATCH -> {
                boolean isOutput = PacketDescriptor.flags(word1) == PacketDescriptor.FLAG_OUTPUT;
                int outPort = isOutput ? PacketDescriptor.port(word1) : Batch.BY_RULES;
                parking.leave(buffer, result, outPort, batch);
            }
            case NO_BUFFER -> {
                counters.drops().add(DropReason.NO_BUFFER, 1);
                parking.forget(buffer);
            }
        }
    }

    /** Keeps as many empty buffers lent as the policy says; at most a batch at a time. */
    void lendEmptyBuffers() {
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
        }
    }

    /**
     * Lends the first packets of a batch, as many as ring and quota allow.
     *
     * @param batch whose first {@link #lastLent} packets belong to the processor then, also if this fails on the way
     */
    void lend(Batch batch) {
        lastLent = 0;
        long bytes = 0;
        try {
            RingProducer outward = link.outward();
            int room = Math.min(outward.room(batch.size), policy.packetQuota() - lending.loans().packets());
            int count = Math.min(room, batch.size);
            while (lastLent < count) {
                int index = lastLent++; // counted first: one that fails half-way is not ours to send on
                bytes += batch.lengthBytes[index];
                long word0 = lending.lend(batch, index, outward);
                int buffer = PacketDescriptor.buffer(word0);
                lentAs[buffer] = word0;
                parking.enter(buffer, batch, index);
            }
            if (count > 0) {
                outward.publish();
            }
        } finally {
            counters.sent(lastLent, bytes);
        }
    }

    /** {@return how many packets of the last batch went to the processor} */
    int lastLent() {
        return lastLent;
    }
}
