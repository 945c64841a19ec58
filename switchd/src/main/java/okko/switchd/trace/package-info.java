/**
 * What would happen to a packet: it goes all of its way through tables, programs and actions, and nothing of it is seen
 * by other packets. <b>Cold</b>; on the control thread.
 *
 * <p>In: a frame, or the header fields that one is made of; the {@link okko.switchd.classify.Tables} of now. Out: a
 * {@link okko.switchd.trace.Trace}. Whatever keeps something in mind is copied first: maps of programs, meters, learned
 * addresses. docs/adr/0044 says why it is done this way.
 */
package okko.switchd.trace;
