package okko.switchd.packet;

/**
 * What a processor is asked about a packet: whoever sends the packet there keeps this in memory of the switch alone,
 * and gives it back with the answer.
 */
public interface Question {

    /** Which frame goes on when the answer has come. */
    enum Frame {
        /** The one that was lent: the processor is asked for its answer and for nothing else. */
        AS_LENT,
        /** What the processor has made of it, wherever in its buffer that is; it may also drop it or send it out. */
        AS_RETURNED
    }

    /** {@return which frame goes on} */
    Frame frame();
}
