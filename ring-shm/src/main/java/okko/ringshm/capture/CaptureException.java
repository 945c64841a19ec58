package okko.ringshm.capture;

import java.io.IOException;
import java.nio.file.Path;

/** A capture file is broken or of a kind that Okko does not read; the message is one line that says where. */
public final class CaptureException extends IOException {

    private static final long serialVersionUID = 1L;

    /**
     * Describes the fault.
     *
     * @param file   that was read
     * @param reason what is wrong, where, and what was expected
     */
    public CaptureException(Path file, String reason) {
        super(file + ": " + reason);
    }
}
