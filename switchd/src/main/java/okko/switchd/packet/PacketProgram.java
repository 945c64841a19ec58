package okko.switchd.packet;

/**
 * A program that is an action of a rule: it may change the packet and say what becomes of it. Confined to one datapath
 * thread.
 */
public interface PacketProgram {

    /** What becomes of the packet. */
    enum Verdict {
        /** The next action is its. */
        PASS_ON,
        /** It is dropped. */
        DROP,
        /** It leaves by {@link Packet#chosenPort}; the actions that are left are not done. */
        OUTPUT,
        /** It leaves by the port that it came in by; the actions that are left are not done. */
        RETURN,
        /** It goes to the controllers; the actions that are left are not done. */
        CONTROLLER,
        /** The program broke off; the packet is dropped under a reason of its own. */
        ABORTED
    }

    /**
     * What the program may do to a packet at most.
     *
     * @param written      bytes that it may change
     * @param movesEnds    whether it may make the packet longer or shorter at its ends
     * @param setsMetadata whether it may change the packet's metadata
     */
    record Effects(ByteRanges written, boolean movesEnds, boolean setsMetadata) {}

    /**
     * Runs it.
     *
     * @param packet at hand; its bytes, place, length and metadata may be others afterwards
     * @return what becomes of it
     */
    Verdict run(Packet packet);

    /** {@return what it may do at most} */
    Effects effects();

    /** Frees what it holds; it does not run any more. */
    default void close() {}
}
