package okko.eval.run;

import okko.eval.setup.CellPlan;
import okko.ringshm.layout.MessageDescriptor;
import okko.ringshm.message.MessageEndpoint;

/**
 * The Aeron channel between a switch and its processor in an evaluation.
 *
 * @param name with all parameters
 */
record MessageChannel(String name) {

    /** Of Aeron's log: its own smallest, and room for a few of its longest frames. */
    private static final int SMALLEST_PART_BYTES = 1 << 20;
    /** A sender may be half a part ahead of the receiver; and a frame that does not fit leaves a part's end empty. */
    private static final int PARTS_AHEAD = 2;
    /** Of a record, with its filling, and its share of a message of few packets. */
    private static final int OVERHEAD_BYTES = MessageDescriptor.RECORD_BYTES + 16;

    /** Finds the smallest channel that can hold the whole traffic at once. */
    static MessageChannel holding(CellPlan plan) {
        long bytes = PARTS_AHEAD * (plan.bytes() + (long) OVERHEAD_BYTES * plan.packets());
        long partBytes = Math.max(Long.highestOneBit(bytes - 1) << 1, SMALLEST_PART_BYTES);
        return new MessageChannel(MessageEndpoint.IPC_CHANNEL + "?term-length=" + partBytes);
    }
}
