/**
 * Stage 5 of 6: what happens to a packet whose rules are known? <b>Hot.</b>
 *
 * <p>In: a packet and the first {@link okko.switchd.action.Step} of its way. Out: the packet is staged for its port, or
 * dropped under a {@link okko.switchd.packet.DropReason}; staged packets go to each port's
 * {@link okko.switchd.packet.Sink} once per batch. Conservation: packets in + copies = packets handed to sinks + drops.
 */
package okko.switchd.action;
