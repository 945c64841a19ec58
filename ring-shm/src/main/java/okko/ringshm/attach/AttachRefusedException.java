package okko.ringshm.attach;

import java.io.IOException;

/** The switch does not want this processor; the message is the switch's reason. */
public final class AttachRefusedException extends IOException {

    private static final long serialVersionUID = 1L;

    AttachRefusedException(String reason) {
        super(reason);
    }
}
