package okko.bpf.helper;

/** What a call of a helper may bring about besides its result. */
enum Consequence {
    /** Nothing that the engine must see to. */
    NONE,
    /** The run may end with it. */
    MAY_END_RUN,
    /** What goes with the packet changes, or where it will go. */
    DECIDES,
    /** The packet's bytes may change. */
    WRITES_PACKET,
    /** The packet may begin or end elsewhere. */
    MOVES_PACKET
}
