/**
 * Memory shared between processes: created and fully allocated by the switch, attached to by a descriptor that travels
 * over a socket, checked before use. <b>Cold.</b>
 *
 * <p>In: a size, or a descriptor. Out: an address, and an Agrona buffer over all of it. A region never grows, never
 * shrinks, never moves and has no name in the file system.
 */
package okko.ringshm.region;
