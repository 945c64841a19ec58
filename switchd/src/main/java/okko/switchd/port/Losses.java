package okko.switchd.port;

/**
 * Offered packets that the switch has not taken in time, by what kept it.
 *
 * @param receiveQueueFull the receive queue was full because the switch took packets too slowly
 * @param stillUnderWay    it was full because the switch could take none: the buffer for the next packet was still on
 *                         its way through the switch
 */
public record Losses(long receiveQueueFull, long stillUnderWay) {

    /** Of a run that loses nothing. */
    public static final Losses NONE = new Losses(0, 0);

    /** {@return all of them} */
    public long total() {
        return receiveQueueFull + stillUnderWay;
    }

    /**
     * Adds those of another queue.
     *
     * @param other of that queue
     * @return of both
     */
    public Losses plus(Losses other) {
        return new Losses(receiveQueueFull + other.receiveQueueFull, stillUnderWay + other.stillUnderWay);
    }
}
