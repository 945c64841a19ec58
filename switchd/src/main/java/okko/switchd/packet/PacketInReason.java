package okko.switchd.packet;

/** Why a controller gets a packet (OpenFlow 1.3, {@code enum ofp_packet_in_reason}). */
public enum PacketInReason {
    /** A rule for packets that no other rule matches says so. */
    NO_MATCH("no_match"),
    /** An action says so. */
    ACTION("action"),
    /** Its time to live is over. */
    INVALID_TTL("invalid_ttl");

    private final String label;

    PacketInReason(String label) {
        this.label = label;
    }

    /** {@return the name that is printed} */
    public String label() {
        return label;
    }
}
