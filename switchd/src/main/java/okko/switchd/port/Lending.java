package okko.switchd.port;

import okko.ringshm.pool.PacketPool;
import okko.ringshm.ring.RingProducer;
import okko.switchd.packet.Batch;

/**
 * How packets get to one attached processor and back. The rings, the descriptors and the checks are the same for all;
 * what differs is whose buffer a descriptor names. Confined to the datapath thread.
 */
sealed interface Lending permits LendingByReference, LendingByCopy {

    /** Where a packet from a processor is when it could be taken over, or not. */
    enum Admission {
        /** In the batch. */
        IN_BATCH,
        /** Nowhere: no buffer of the switch was free for it, and it has been released. */
        NO_BUFFER
    }

    /**
     * Chooses by what the processor maps.
     *
     * @param link  of the attachment
     * @param pool  of the switch
     * @param quota most buffers that the processor may hold
     * @return the way to lend to it
     */
    static Lending of(RingLink link, PacketPool pool, int quota) {
        return switch (link.access()) {
            case RingLink.Shared() ->
                new LendingByReference(new Loans(pool, link.borrower(), Loans.Bounds.ANYWHERE));
            case RingLink.Monitor() ->
                new LendingByReference(new Loans(pool, link.borrower(), Loans.Bounds.TRIMMED));
            case RingLink.Isolated(PacketPool copies) ->
                new LendingByCopy(new Loans(copies, link.borrower(), Loans.Bounds.ANYWHERE), pool, quota);
        };
    }

    /** {@return what the processor holds, and the judge of what it returns} */
    Loans loans();

    /**
     * Lends a packet. The caller has made sure that the ring has room and that the quota is not used up. If a page of
     * shared memory fails on the way, the packet is lent all the same, and comes back by {@link #reclaim}.
     *
     * @param batch that the packet is in; its reference is given away
     * @param index of the packet
     * @param ring  to the processor; not published
     * @return first word of the descriptor
     */
    long lend(Batch batch, int index, RingProducer ring);

    /**
     * Puts a packet that {@link Loans#takeBack} has accepted into a batch.
     *
     * @param word0  where it is
     * @param inPort number of the ring port
     * @param result that it was returned with
     * @param batch  with room
     * @return whether it is there
     * @throws InternalError if a page of shared memory has failed; the packet has been released then
     */
    Admission admit(long word0, int inPort, int result, Batch batch);

    /**
     * Ends what {@link Loans#takeBack} has accepted: a packet, or a buffer that was lent empty.
     *
     * @param word0 where it is
     */
    void release(long word0);

    /**
     * Takes everything back from a processor that is dead.
     *
     * @return packets that were lost with it
     */
    int reclaim();

    /** {@return references to the switch's own buffers that are kept here and not lent} */
    int heldReferences();

    /** {@return how many packets have been copied, to the processor and from it} */
    long copies();
}
