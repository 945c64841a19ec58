package okko.switchd.openflow.client;

import java.util.List;
import okko.switchd.openflow.HandshakeMessage.Failure;
import okko.switchd.openflow.wire.Decoded;

/** The switch has refused messages. */
public final class RefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<Decoded> failures;

    /**
     * Says which.
     *
     * @param failures error messages of the switch, in the order in which they came; at least one
     */
    public RefusedException(List<Decoded> failures) {
        super(reason((Failure) failures.getFirst().message()));
        this.failures = List.copyOf(failures);
    }

    private static String reason(Failure failure) {
        String name = failure.error() == null
                ? "error %d, %d".formatted(failure.type(), failure.code())
                : failure.error().name();
        return failure.reason().isEmpty() ? name : name + ": " + failure.reason();
    }

    /** {@return error messages of the switch; each is a {@link Failure}} */
    public List<Decoded> failures() {
        return failures;
    }
}
