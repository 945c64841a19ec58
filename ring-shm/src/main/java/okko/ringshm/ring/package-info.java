/**
 * How descriptors cross from one process to another: a ring with one producer and one consumer. <b>Hot.</b>
 *
 * <p>In: descriptors of packets whose bytes stay in the pool. Out: the same, in the same order. Each half belongs to
 * one thread of one process and keeps its own position, and what it knows of the other's, in private memory; a batch
 * costs one store-release, and a full fence if the other side may sleep. Nothing blocks: a full ring is a return value,
 * and a position that no honest peer can write is a {@link okko.ringshm.ring.RingCorruptException}.
 */
package okko.ringshm.ring;
