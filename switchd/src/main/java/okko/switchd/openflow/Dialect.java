package okko.switchd.openflow;

/** How programs are spoken of on the wire; all else is the same in all of them. */
public enum Dialect {
    /** Okko's own extension, under an experimenter id of its own; stock messages stay what they are. */
    OKKO,
    /** Oko's: {@code filter_prog} inside of {@code FLOW_MOD} and flow statistics, vendor messages 31 to 34. */
    OKO,
    /** P4rt-OVS's: a vendor action 50, vendor messages 32 to 39. */
    P4RT
}
