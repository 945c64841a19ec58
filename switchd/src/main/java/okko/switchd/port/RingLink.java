package okko.switchd.port;

import okko.ringshm.ring.RingConsumer;
import okko.ringshm.ring.RingProducer;

/**
 * The switch's ends of the two rings that it shares with one attached processor.
 *
 * @param borrower number of the attachment in the pool; never that of another attachment that may still hold buffers
 * @param outward  ring to the processor
 * @param inward   ring from the processor
 */
public record RingLink(int borrower, RingProducer outward, RingConsumer inward) {}
