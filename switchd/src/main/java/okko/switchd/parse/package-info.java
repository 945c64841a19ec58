/**
 * Stage 2 of 6: which header fields does a packet have? <b>Hot.</b>
 *
 * <p>In: a frame of any bytes and any length, and what is known about it. Out: a
 * {@link okko.switchd.flow.FlowKey}, and where network and transport header begin, in the same
 * {@link okko.switchd.packet.Packet}. Nothing is read behind the frame's end; a header that is cut off or makes no
 * sense leaves its fields, and those of the headers behind it, at 0. The work for a frame is bounded, whatever its
 * headers claim, and nothing is kept from one to the next.
 */
package okko.switchd.parse;
