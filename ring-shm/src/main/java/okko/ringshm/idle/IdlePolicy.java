package okko.ringshm.idle;

import java.util.Locale;

/** What a thread without work does. */
public enum IdlePolicy {

    /** Looks again at once: the lowest latency, for all of a core. */
    BUSY,

    /** Looks again for a while, then lets other threads run, then sleeps: the while follows how long sleeps last. */
    ADAPTIVE,

    /** Sleeps at once: the least processor time, and a system call on both sides for a packet that comes alone. */
    SLEEP;

    /** {@return the name that users write} */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
