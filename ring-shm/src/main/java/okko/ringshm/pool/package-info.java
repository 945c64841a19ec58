/**
 * The memory that packets live in, and who owns which buffer. <b>Hot.</b>
 *
 * <p>{@link okko.ringshm.pool.PacketPool} is the switch's side: it alone allocates, lends and frees, and what it
 * decides by is in its private memory. Each of the switch's threads has a free list, and leaves what it has too many of
 * to the others. {@link okko.ringshm.pool.PoolView} is a processor's side: it finds the bytes of
 * a descriptor and nothing more. A buffer that comes back is accepted only from whom it was lent to, once, under the
 * generation number it was lent with.
 */
package okko.ringshm.pool;
