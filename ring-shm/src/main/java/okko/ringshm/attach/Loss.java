package okko.ringshm.attach;

/** How a processor was lost. */
public enum Loss {
    /**
     * It closed its socket but its process lives: it may still write to what it holds. It must not be fed any more, and
     * nothing may be taken from it.
     */
    CLOSED,
    /** The kernel says that its process is dead: what it held can be reclaimed, what it had published is valid. */
    DIED
}
