package okko.ringshm.pool;

import java.util.Arrays;

/**
 * Who has each buffer, by buffer. References of a buffer may be with several threads; everything else in a row is
 * written only by the thread that has the reference which it is about.
 *
 * @param references how many there are, a lent one included; 0 if the buffer is free
 * @param borrower   to whom one of them is lent, or {@link #NOBODY}
 * @param generation how often the buffer has been lent
 * @param lentEmpty  whether it is lent without a packet
 */
record OwnershipTable(int[] references, int[] borrower, int[] generation, boolean[] lentEmpty) {

    /** As borrower: no reference of the buffer is lent. */
    static final int NOBODY = -1;

    /** {@return a table of buffers that are all free} */
    static OwnershipTable of(int bufferCount) {
        int[] borrower = new int[bufferCount];
        Arrays.fill(borrower, NOBODY);
        return new OwnershipTable(new int[bufferCount], borrower, new int[bufferCount], new boolean[bufferCount]);
    }
}
