package okko.ringshm.kernel;

/** What came of an attempt to receive from a {@link SeqpacketSocket}. */
public sealed interface Receipt {

    /**
     * A message.
     *
     * @param bytes       of the message, cut off at the size that was asked for
     * @param descriptors that came with it; the receiver must close them
     */
    record Message(byte[] bytes, int[] descriptors) implements Receipt {}

    /** Nothing has come yet. */
    record Nothing() implements Receipt {}

    /** The other side has closed, or has gone. */
    record Closed() implements Receipt {}
}
