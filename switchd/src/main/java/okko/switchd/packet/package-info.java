/**
 * The vocabulary of all stages: a batch of packets, where packets come from and go to, what a filter is, why a packet
 * is dropped, how a processor is doing. <b>Hot.</b>
 *
 * <p>Ownership: a packet buffer has one owner at a time. Whoever takes a packet out of a {@link
 * okko.switchd.packet.Batch} puts it into another, hands it to a {@link okko.switchd.packet.Sink}, or releases it.
 */
package okko.switchd.packet;
