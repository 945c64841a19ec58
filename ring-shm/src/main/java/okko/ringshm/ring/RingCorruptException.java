package okko.ringshm.ring;

/** The other side of a ring wrote a position that no honest peer can write; the attachment must end. */
public final class RingCorruptException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Describes what was read.
     *
     * @param message with positions
     */
    public RingCorruptException(String message) {
        super(message);
    }
}
