/**
 * Stage 5 of 6: what happens to a packet whose rule is known? <b>Hot</b>, but for {@link okko.switchd.action.Action}.
 *
 * <p>In: a packet of the batch and its rule's flat action list. Out: the packet is staged for its port, or dropped
 * under a {@link okko.switchd.packet.DropReason}; staged packets go to each port's
 * {@link okko.switchd.packet.Sink} once per batch. Conservation: packets in + copies = packets handed to sinks + drops.
 */
package okko.switchd.action;
