package okko.switchd.port;

import okko.ringshm.layout.PacketDescriptor;
import okko.ringshm.pool.Claim;
import okko.ringshm.pool.PacketPool;
import okko.ringshm.ring.RingProducer;

/**
 * What one attached processor has been lent of a pool: writes the descriptors that go out, and judges those that come
 * back. Confined to the datapath thread, and wholly in the switch's private memory.
 */
final class Loans {

    /** What a processor may make of a frame's bounds. */
    enum Bounds {
        /** It can write to the buffer, so the frame may come back anywhere inside of it. */
        ANYWHERE,
        /** It cannot write: the frame may be trimmed at both ends, or bytes of older packets would come with it. */
        TRIMMED
    }

    private final PacketPool pool;
    private final int borrower;
    private final Bounds bounds;

    /** By buffer: the first word of the descriptor that it was lent with. Kept only where it is asked for. */
    private final long[] lentAs;

    Loans(PacketPool pool, int borrower, Bounds bounds) {
        this.pool = pool;
        this.borrower = borrower;
        this.bounds = bounds;
        lentAs = new long[bounds == Bounds.TRIMMED ? pool.bufferCount() : 0];
    }

    /** {@return where the lent buffers are} */
    PacketPool pool() {
        return pool;
    }

    /** {@return how many buffers are lent, with packets and empty} */
    int buffers() {
        return pool.lentTo(borrower);
    }

    /** {@return how many buffers are lent empty} */
    int emptyBuffers() {
        return pool.emptyLentTo(borrower);
    }

    /** {@return how many packets are lent} */
    int packets() {
        return buffers() - emptyBuffers();
    }

    /**
     * Lends a packet with the reference that the caller holds.
     *
     * @param word0  where it is in the pool
     * @param result former verdict, 0 to 255
     * @param inPort that it came in by
     * @param ring   with room; not published
     */
    void lend(long word0, int result, int inPort, RingProducer ring) {
        int buffer = PacketDescriptor.buffer(word0);
        int generation = pool.lend(buffer, borrower);
        if (bounds == Bounds.TRIMMED) {
            lentAs[buffer] = word0;
        }
        ring.put(word0, PacketDescriptor.word1(generation, result, inPort, 0));
    }

    /**
     * Lends a free buffer, for a packet that the processor originates.
     *
     * @param ring with room; not published
     * @return false if no buffer is free
     */
    boolean lendEmpty(RingProducer ring) {
        int buffer = pool.allocate();
        if (buffer == PacketPool.NO_BUFFER) {
            return false;
        }
        int generation = pool.lendEmpty(buffer, borrower);
        ring.put(PacketDescriptor.word0(buffer, pool.headroomBytes(), 0),
                PacketDescriptor.word1(generation, 0, 0, 0));
        return true;
    }

    /**
     * Takes back what a descriptor names, if every word of it holds; else nothing changes.
     *
     * @param word0 first word, read once
     * @param word1 second word, read once
     * @return what it is; the buffer is the caller's if it is a packet or an empty buffer
     */
    Returned takeBack(long word0, long word1) {
        int flags = PacketDescriptor.flags(word1);
        // Both flags at once contradict each other, so that all from 3 on are unknown.
        if (flags > PacketDescriptor.FLAG_OUTPUT || !pool.holds(word0)) {
            return judge(word0, word1);
        }
        int buffer = PacketDescriptor.buffer(word0);
        if (bounds == Bounds.TRIMMED && !isInside(word0, lentAs[buffer])) {
            return judge(word0, word1);
        }
        boolean wasEmpty = pool.isLentEmpty(buffer);
        if (!pool.takeBack(buffer, borrower, PacketDescriptor.generation(word1))) {
            return judge(word0, word1);
        }
        return wasEmpty ? Returned.EMPTY_BUFFER : Returned.PACKET;
    }

    private static boolean isInside(long word0, long lentWord0) {
        int offset = PacketDescriptor.offsetBytes(word0);
        int lentOffset = PacketDescriptor.offsetBytes(lentWord0);
        // Both frames lie in the buffer, so these sums are small.
        return offset >= lentOffset
                && offset + PacketDescriptor.lengthBytes(word0)
                        <= lentOffset + PacketDescriptor.lengthBytes(lentWord0);
    }

    /** Names the first thing that is wrong with a descriptor that was refused. */
    private Returned judge(long word0, long word1) {
        if (PacketDescriptor.flags(word1) > PacketDescriptor.FLAG_OUTPUT) {
            return Returned.UNKNOWN_FLAGS;
        }
        Claim claim =
                pool.judge(PacketDescriptor.buffer(word0), borrower, PacketDescriptor.generation(word1));
        return switch (claim) {
            case NO_SUCH_BUFFER -> Returned.NO_SUCH_BUFFER;
            case NOT_LENT -> Returned.NOT_LENT;
            case OLD_GENERATION -> Returned.OLD_GENERATION;
            case RIGHTFUL -> Returned.FRAME_OUTSIDE;
        };
    }

    /**
     * Takes everything back from a processor that is dead.
     *
     * @return packets that were lost with it; empty buffers are no loss
     */
    int reclaim() {
        int packets = packets();
        pool.reclaim(borrower);
        return packets;
    }
}
