/**
 * Stage 2 of 6: which header fields does a packet have? <b>Hot.</b>
 *
 * <p>In: a frame of any bytes and any length, and what is known about it. Out: a
 * {@link okko.switchd.flow.FlowKey}. Nothing is read behind the frame's end; a header that is cut off or makes no
 * sense leaves its fields, and those of the headers behind it, at 0.
 */
package okko.switchd.parse;
