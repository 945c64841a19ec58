package okko.switchd.table;

/** Why a flow went (OpenFlow 1.3, {@code ofp_flow_removed_reason}). */
public enum RemovalReason {
    /** No packet matched it for as long as it allowed. */
    IDLE_TIMEOUT("idle timeout"),
    /** Its time was over. */
    HARD_TIMEOUT("hard timeout"),
    /** Somebody deleted it. */
    DELETE("deleted"),
    /** A group that it led to was deleted. */
    GROUP_DELETE("group deleted"),
    /** A meter that it used was deleted. */
    METER_DELETE("meter deleted"),
    /** Its table was full, and a new flow needed its place. */
    EVICTION("evicted"),
    /** Its program was unloaded. */
    PROGRAM_UNLOAD("program unloaded");

    private final String text;

    RemovalReason(String text) {
        this.text = text;
    }

    /** {@return the reason in words} */
    public String text() {
        return text;
    }
}
