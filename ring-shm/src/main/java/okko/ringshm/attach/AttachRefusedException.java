package okko.ringshm.attach;

import java.io.IOException;
import okko.ringshm.attach.AttachMessage.Outlook;

/** The switch does not want this processor; the message is the switch's reason. */
public final class AttachRefusedException extends IOException {

    private static final long serialVersionUID = 1L;

    private final Outlook outlook;

    AttachRefusedException(Outlook outlook, String reason) {
        super(reason);
        this.outlook = outlook;
    }

    /** {@return true if what is in the way may go by: another process that has the name, and is ending perhaps} */
    public boolean mayChange() {
        return outlook == Outlook.TRY_AGAIN;
    }
}
