package okko.switchd.port;

import okko.ringshm.pool.PacketPool;
import okko.ringshm.ring.RingConsumer;
import okko.ringshm.ring.RingProducer;

/**
 * The switch's ends of what it shares with one attached processor.
 *
 * @param borrower     number of the attachment in the switch's pool; never that of another attachment that may still
 *                     hold buffers
 * @param access       how the processor gets at the packets
 * @param outward      ring of packets to the processor
 * @param inward       ring of packets from the processor
 * @param emptyBuffers ring of buffers for packets that the processor originates
 */
public record RingLink(
        int borrower, Access access, RingProducer outward, RingConsumer inward, RingProducer emptyBuffers) {

    /** How a processor gets at packets, by the degree of trust that its attachment was given. */
    public sealed interface Access {}

    /** In the switch's buffers, which it can write to. */
    public record Shared() implements Access {}

    /** In the switch's buffers, which the kernel keeps it from writing to. */
    public record Monitor() implements Access {}

    /**
     * In copies.
     *
     * @param copies pool of the attachment's own, with as many buffers as its quota, each as large as one of the
     *               switch's; confined to the datapath thread until the attachment's buffers are reclaimed
     */
    public record Isolated(PacketPool copies) implements Access {}
}
