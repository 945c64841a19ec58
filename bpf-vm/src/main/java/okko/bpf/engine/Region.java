package okko.bpf.engine;

/**
 * Some memory that a stray address may have missed.
 *
 * @param start of it, an address
 * @param bytes its length
 * @param place what the message calls the stray address
 */
record Region(long start, long bytes, String place) {

    /** How many bytes lie between an address and the region; 0 inside of it. */
    long distance(long address) {
        long offset = address - start;
        return offset < 0 ? -(offset + 1) : Math.max(0, offset - bytes);
    }
}
