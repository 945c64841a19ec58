package okko.ringshm.kernel;

/** What a process may do with memory that it shares. */
public enum Access {
    /** Read it; the kernel refuses everything else. */
    READ_ONLY,
    /** Read and write it. */
    READ_WRITE
}
