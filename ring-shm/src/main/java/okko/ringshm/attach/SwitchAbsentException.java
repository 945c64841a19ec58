package okko.ringshm.attach;

import java.io.IOException;

/** There is no switch to attach to now: nobody listens, or whoever listens does not answer. One may start. */
public final class SwitchAbsentException extends IOException {

    private static final long serialVersionUID = 1L;

    SwitchAbsentException(String message) {
        super(message);
    }

    SwitchAbsentException(String message, Throwable cause) {
        super(message, cause);
    }
}
