package okko.external.agent;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What became of the packets of a processor, over all its attachments. Written by the agent's thread alone, read by
 * any: opaque access, each number is recent, and the numbers need not be of the same moment.
 */
public final class ProcessorCounters {

    private final AtomicLong packets = new AtomicLong();
    private final AtomicLong passed = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicLong output = new AtomicLong();
    private final AtomicLong originated = new AtomicLong();
    private final AtomicLong badDescriptors = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private final AtomicLong attachments = new AtomicLong();
    private final AtomicLong attachedNow = new AtomicLong();
    private final AtomicLong depthFromSwitch = new AtomicLong();
    private final AtomicLong depthToSwitch = new AtomicLong();

    /** Makes counters of zero. */
    public ProcessorCounters() {}

    /** Counts packets that came and went back to the switch: how many, and how many of these were not passed. */
    void countReturned(int allPackets, int droppedPackets, int outputPackets) {
        add(packets, allPackets);
        add(passed, allPackets - droppedPackets - outputPackets);
        add(dropped, droppedPackets);
        add(output, outputPackets);
    }

    void countOriginated(int originatedPackets) {
        add(originated, originatedPackets);
    }

    void ringDepths(long fromSwitch, long toSwitch) {
        depthFromSwitch.setOpaque(fromSwitch);
        depthToSwitch.setOpaque(toSwitch);
    }

    void countBadDescriptors(int descriptors) {
        add(badDescriptors, descriptors);
    }

    void countFailure() {
        add(failures, 1);
    }

    /** Counts an attachment, which lasts until {@link #countDetached}. */
    public void countAttached() {
        add(attachments, 1);
        attachedNow.setOpaque(1);
    }

    /** The attachment is over. */
    public void countDetached() {
        attachedNow.setOpaque(0);
        ringDepths(0, 0);
    }

    private static void add(AtomicLong counter, long count) {
        counter.setOpaque(counter.getPlain() + count);
    }

    /** {@return packets that the processor was given} */
    public long packets() {
        return packets.getOpaque();
    }

    /** {@return packets that enter the switch's pipeline again} */
    public long passed() {
        return passed.getOpaque();
    }

    /** {@return packets that end here, those of a batch that the processor failed on included} */
    public long dropped() {
        return dropped.getOpaque();
    }

    /** {@return packets that leave by a port of the processor's choice} */
    public long output() {
        return output.getOpaque();
    }

    /** {@return packets of the processor's own; those that it dropped itself included} */
    public long originated() {
        return originated.getOpaque();
    }

    /** {@return how often the processor has attached to a switch} */
    public long attachments() {
        return attachments.getOpaque();
    }

    /** {@return true while it is attached} */
    public boolean isAttached() {
        return attachedNow.getOpaque() != 0;
    }

    /** {@return descriptors that waited for the processor when it was last looked, 100 ms ago at most} */
    public long depthFromSwitch() {
        return depthFromSwitch.getOpaque();
    }

    /** {@return descriptors that waited for the switch when it was last looked, 100 ms ago at most} */
    public long depthToSwitch() {
        return depthToSwitch.getOpaque();
    }

    /** {@return descriptors that named no frame inside the pool, and were returned unused} */
    public long badDescriptors() {
        return badDescriptors.getOpaque();
    }

    /** {@return batches that the processor failed on by an exception} */
    public long failures() {
        return failures.getOpaque();
    }

    /** {@return the numbers of packets in a line; those that few processors have are left out where they are 0} */
    public String summary() {
        return packets() + " packets, " + passed() + " passed, " + dropped() + " dropped"
                + unlessZero(output(), "output") + unlessZero(originated(), "originated")
                + unlessZero(badDescriptors(), "bad descriptors") + unlessZero(failures(), "failed batches");
    }

    private static String unlessZero(long count, String word) {
        return count == 0 ? "" : ", " + count + " " + word;
    }
}
