package okko.switchd.packet;

/**
 * User code as an action: may write the packet, and decides what becomes of it. One instance per datapath thread; it
 * may keep state between packets.
 */
public interface PacketProgram {

    /** What is to be done with the packet. */
    enum Verdict {
        /** The next action, as if there had been no program. */
        GO_ON,
        /** Nothing any more. */
        DROP,
        /** Nothing any more, because the program failed. */
        ABORT,
        /** It leaves by the port that it came in by. */
        SEND_BACK,
        /** It leaves by {@link Packet#chosenPort}. */
        SEND_TO_PORT,
        /** It goes to the controllers. */
        SEND_TO_CONTROLLER
    }

    /**
     * Runs.
     *
     * @param packet whose bytes it may write if {@link #writes} says so, whose begin and end it may move if
     *               {@link #movesEnds}, whose metadata it may set if {@link #setsMetadata}
     * @return what is to be done with the packet
     */
    Verdict run(Packet packet);

    /** {@return the bytes that it may write, as the frame lies before it runs} */
    FrameBytes writes();

    /** {@return whether it may move the begin or the end of the frame} */
    boolean movesEnds();

    /** {@return whether it may set the metadata} */
    boolean setsMetadata();
}
