/**
 * The headers of a frame, from Ethernet to TCP and neighbour discovery: the only place that knows where their fields are. <b>Hot.</b>
 *
 * <p>Each class speaks of one header and is a set of static accessors over its address in memory: no object per packet,
 * no copy, no bounds check. The caller has made sure that {@code LENGTH_BYTES} (or the length that the header itself
 * announces) lies inside the frame. Multi-byte fields are in network order on the wire and come back as unsigned
 * values in an {@code int} or {@code long}. Used by the switch's parser, the Java processors and the traffic generator.
 */
package okko.ringshm.wire;
