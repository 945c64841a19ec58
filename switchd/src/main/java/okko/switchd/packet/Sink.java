package okko.switchd.packet;

/** Where packets go to: the sending half of a port. */
public interface Sink {

    /**
     * Sends packets, in order, without waiting. The sink takes all of them over: what it cannot send it drops and
     * counts by {@link DropReason}. On return the batch is empty.
     *
     * @param batch 1 to {@link Batch#CAPACITY} packets
     */
    void send(Batch batch);

    /** {@return whether packets that are flooded go there; not to what is no station's place in the network} */
    default boolean isFlooded() {
        return true;
    }
}
