package okko.external.agent;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What became of the packets of one attachment. Written by the agent's thread alone, read by any: opaque access, each
 * number is recent, and the numbers need not be of the same moment.
 */
public final class ProcessorCounters {

    private final AtomicLong packets = new AtomicLong();
    private final AtomicLong passed = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicLong badDescriptors = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();

    /** Makes counters of zero. */
    public ProcessorCounters() {}

    /** Counts packets that went back to the switch. */
    void countReturned(int passedPackets, int droppedPackets) {
        add(packets, passedPackets + droppedPackets);
        add(passed, passedPackets);
        add(dropped, droppedPackets);
    }

    void countBadDescriptors(int descriptors) {
        add(badDescriptors, descriptors);
    }

    void countFailure() {
        add(failures, 1);
    }

    private static void add(AtomicLong counter, long count) {
        counter.setOpaque(counter.getPlain() + count);
    }

    /** {@return packets that the processor was given} */
    public long packets() {
        return packets.getOpaque();
    }

    /** {@return packets that the switch is to go on with} */
    public long passed() {
        return passed.getOpaque();
    }

    /** {@return packets that end here, those of a batch that the processor failed on included} */
    public long dropped() {
        return dropped.getOpaque();
    }

    /** {@return descriptors that named no frame inside the pool, and were returned unused} */
    public long badDescriptors() {
        return badDescriptors.getOpaque();
    }

    /** {@return batches that the processor failed on by an exception} */
    public long failures() {
        return failures.getOpaque();
    }
}
