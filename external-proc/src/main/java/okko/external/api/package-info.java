/**
 * All that a user implements and meets to process packets in a process of their own: a
 * {@link okko.external.api.Processor} judges {@linkplain okko.external.api.PacketBatch batches}. <b>Hot</b>, but for
 * what {@link okko.external.api.ProcessorContext} holds.
 *
 * <p>{@link okko.external.api.PacketFeed} is the other side of a batch, for those who call processors: the agents and
 * the test kit.
 */
package okko.external.api;
