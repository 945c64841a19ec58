package okko.switchd.flow;

/** Who may do what with a field. */
public enum FieldAccess {
    /** Rules and actions may read it, actions may write it. */
    READ_WRITE,
    /** Rules and actions may read it. */
    READ_ONLY,
    /** Only the datapath uses it; it is printed with cached flows, and is no part of a rule. */
    INTERNAL
}
