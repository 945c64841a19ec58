package okko.ringshm.pool;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A census of a pool's buffers: compares what the threads have on their lists with the table. */
final class PoolInspection {

    private final List<String> faults = new ArrayList<>();
    private final OwnershipTable table;
    private final boolean[] isFree;
    private final int[] lentTo = new int[PacketPool.MAX_BORROWERS];
    private final int[] emptyLentTo = new int[PacketPool.MAX_BORROWERS];
    private int freeCount;

    PoolInspection(OwnershipTable table) {
        this.table = table;
        isFree = new boolean[table.references().length];
    }

    /** Adds a list of free buffers. */
    void free(int[] buffers) {
        for (int buffer : buffers) {
            if (isFree[buffer]) {
                faults.add("buffer " + buffer + " is on the free list twice");
            }
            isFree[buffer] = true;
        }
        freeCount += buffers.length;
    }

    /** Adds what one thread has lent, by borrower. */
    void lent(int[] lent, int[] empty) {
        for (int borrower = 0; borrower < lentTo.length; borrower++) {
            lentTo[borrower] += lent[borrower];
            emptyLentTo[borrower] += empty[borrower];
        }
    }

    /** {@return what the table says, and where the lists contradict it} */
    PoolCensus finish() {
        int[] lentCount = new int[lentTo.length];
        int[] emptyCount = new int[lentTo.length];
        int held = 0;
        for (int buffer = 0; buffer < isFree.length; buffer++) {
            int references = table.references()[buffer];
            int borrower = table.borrower()[buffer];
            boolean isLent = borrower != OwnershipTable.NOBODY;
            boolean isEmpty = table.lentEmpty()[buffer];
            if (isFree[buffer] == references > 0 || isLent && references == 0 || isEmpty && !isLent) {
                faults.add("buffer " + buffer + ": on free list=" + isFree[buffer] + ", references=" + references
                        + ", borrower=" + borrower);
            }
            if (isLent) {
                lentCount[borrower]++;
                emptyCount[borrower] += isEmpty ? 1 : 0;
            } else if (references > 0) {
                held++;
            }
        }
        compare("lent", lentCount, lentTo);
        compare("lent empty", emptyCount, emptyLentTo);
        return new PoolCensus(freeCount, held, Arrays.stream(lentCount).sum(), faults);
    }

    private void compare(String what, int[] byTable, int[] byCount) {
        if (!Arrays.equals(byTable, byCount)) {
            faults.add(what + " by table " + Arrays.toString(byTable) + ", by count " + Arrays.toString(byCount));
        }
    }
}
