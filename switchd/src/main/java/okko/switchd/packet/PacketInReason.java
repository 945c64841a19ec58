package okko.switchd.packet;

/** Why a controller gets a packet (OpenFlow 1.5, {@code enum ofp_packet_in_reason}); in the order of their numbers. */
public enum PacketInReason {
    /** A rule for packets that no other rule matches says so. */
    NO_MATCH("no_match"),
    /** An action says so. */
    ACTION("action"),
    /** Its time to live is over. */
    INVALID_TTL("invalid_ttl"),
    /** An action in the action set says so. */
    ACTION_SET("action_set"),
    /** A bucket of a group says so. */
    GROUP("group"),
    /** The controller that sent it says so. */
    PACKET_OUT("packet_out");

    private final String label;

    PacketInReason(String label) {
        this.label = label;
    }

    /** {@return the name that is printed} */
    public String label() {
        return label;
    }
}
