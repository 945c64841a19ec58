package okko.ringshm.kernel;

/** In what units memory is mapped. */
public enum PageSize {
    /** The processor's own, 4 KiB. */
    SMALL,
    /** The kernel's default for huge pages, 2 MiB; taken from a stock that an administrator has reserved. */
    HUGE
}
