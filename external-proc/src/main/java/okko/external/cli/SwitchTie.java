package okko.external.cli;

/** What becomes of a processor when there is no switch. */
enum SwitchTie {
    /** It ends, with the reason. */
    ONCE,
    /** It waits for one and attaches, also to the next one. */
    AGAIN
}
