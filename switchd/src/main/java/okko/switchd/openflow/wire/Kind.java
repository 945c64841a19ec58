package okko.switchd.openflow.wire;

/**
 * Which message it is, as the bytes before its body say.
 *
 * @param space        which numbers the type is one of
 * @param experimenter whose numbers; 0 unless the space is an experimenter's
 * @param type         of the message, the statistics, or the experimenter's message
 */
record Kind(Space space, int experimenter, int type) {

    /** Nicira, which is Open vSwitch. */
    static final int NICIRA = 0x00002320;

    /** The Open Networking Foundation, for what later versions have and earlier ones borrow. */
    static final int ONF = 0x4f4e4600;

    /** Okko itself: not registered with anybody, "OKKO" in ASCII. */
    static final int OKKO = 0x4f4b4b4f;

    /** Whose numbers, and in which place of a message. */
    enum Space {
        /** In the header. */
        PLAIN,
        /** In a question whose answer may be long. */
        REQUEST,
        /** In such an answer. */
        REPLY,
        /** An experimenter's, in the header's place. */
        EXPERIMENTER,
        /** An experimenter's question whose answer may be long. */
        EXPERIMENTER_REQUEST,
        /** An experimenter's answer to it. */
        EXPERIMENTER_REPLY
    }

    static Kind plain(int type) {
        return new Kind(Space.PLAIN, 0, type);
    }

    static Kind request(int type) {
        return new Kind(Space.REQUEST, 0, type);
    }

    static Kind reply(int type) {
        return new Kind(Space.REPLY, 0, type);
    }

    static Kind experimenter(int experimenter, int type) {
        return new Kind(Space.EXPERIMENTER, experimenter, type);
    }

    static Kind experimenterRequest(int experimenter, int type) {
        return new Kind(Space.EXPERIMENTER_REQUEST, experimenter, type);
    }

    static Kind experimenterReply(int experimenter, int type) {
        return new Kind(Space.EXPERIMENTER_REPLY, experimenter, type);
    }

    /** {@return whether it is a message of somebody whose messages Okko knows some of} */
    boolean isOfKnownExperimenter() {
        return experimenter == NICIRA || experimenter == ONF || experimenter == OKKO;
    }
}
