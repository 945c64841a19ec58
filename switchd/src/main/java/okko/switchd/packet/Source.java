package okko.switchd.packet;

/** Where packets come from: the receiving half of a port. */
public interface Source {

    /**
     * Receives what is there, without waiting.
     *
     * @param batch empty; received packets are added, and belong to the caller then
     * @return how many were added, 0 to {@link Batch#CAPACITY}
     */
    int receive(Batch batch);
}
