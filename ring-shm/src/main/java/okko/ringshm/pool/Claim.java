package okko.ringshm.pool;

/** What is true of a borrower's claim that it returns a buffer. */
public enum Claim {
    /** The buffer is lent to it under this generation. */
    RIGHTFUL,
    /** The pool has no buffer of this number. */
    NO_SUCH_BUFFER,
    /** The buffer is not lent to it: never was, was returned already, or is lent to another. */
    NOT_LENT,
    /** The buffer is lent to it, but the claim is about an earlier time. */
    OLD_GENERATION
}
