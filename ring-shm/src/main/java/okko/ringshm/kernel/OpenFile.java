package okko.ringshm.kernel;

/** What all file descriptors have in common: that they are closed once. */
public final class OpenFile {

    private OpenFile() {}

    /**
     * Closes a descriptor. Its number may be given out again at once: never close it twice.
     *
     * @param descriptor that is open and that nobody else will close
     */
    public static void close(int descriptor) {
        try (SystemCall call = new SystemCall()) {
            // Once only: Linux has released the number even if it reports an interruption (close(2)).
            call.once(SystemCall.CallNumber.CLOSE, descriptor);
        }
    }
}
