package okko.switchd.flow;

import java.util.Locale;
import java.util.Optional;

/** Why a controller gets a packet, in the order of the numbers on the wire (OpenFlow 1.5, 7.4.1). */
public enum ControllerReason {
    /** A rule for packets that no other rule matches says so. */
    NO_MATCH,
    /** An action says so. */
    ACTION,
    /** Its time to live is over. */
    INVALID_TTL,
    /** An action of an action set says so. */
    ACTION_SET,
    /** A bucket of a group says so. */
    GROUP,
    /** An action of a packet that a controller sent says so. */
    PACKET_OUT;

    /**
     * Finds one by its number.
     *
     * @param number on the wire
     * @return the reason; empty if there is none
     */
    public static Optional<ControllerReason> numbered(int number) {
        return number >= 0 && number < values().length ? Optional.of(values()[number]) : Optional.empty();
    }

    /** {@return the word for it in flow text} */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
