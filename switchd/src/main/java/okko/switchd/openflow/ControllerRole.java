package okko.switchd.openflow;

/** What a controller may do (OpenFlow 1.3, 6.3.5); in the order of their numbers on the wire. */
public enum ControllerRole {
    /** Only asks which role it has. */
    NO_CHANGE,
    /** Everything; so may the others. */
    EQUAL,
    /** Everything; the others become slaves. */
    MASTER,
    /** Only look. */
    SLAVE
}
