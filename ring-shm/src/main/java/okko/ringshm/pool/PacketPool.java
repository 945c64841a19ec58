package okko.ringshm.pool;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import okko.ringshm.layout.PacketDescriptor;
import okko.ringshm.region.HugePages;
import okko.ringshm.region.RegionIdentity;
import okko.ringshm.region.RegionKind;
import okko.ringshm.region.SharedRegion;

/**
 * The switch's packet buffers: one shared region, one owner. Confined to the datapath thread.
 *
 * <p>Who owns which buffer, and the free list, are in the switch's private memory; a peer sees only the bytes. A buffer
 * is free, or it has references; one of them may be lent to a borrower, and travels with the loan, with a packet or
 * empty for one: which it is is known here alone. The free list is a stack: the buffer used last is the likeliest to be
 * in the cache.
 */
public final class PacketPool implements AutoCloseable {

    /** What {@link #allocate()} returns when all buffers are in use. */
    public static final int NO_BUFFER = -1;

    /** How many borrowers there can be at a time; they are numbered from 0. */
    public static final int MAX_BORROWERS = 64;

    /** In {@link #borrower}: no reference of the buffer is lent. */
    private static final int NOBODY = -1;

    private final SharedRegion region;
    private final PoolGeometry geometry;
    private final long regionAddress;

    // The ownership table: one entry per buffer.
    private final int[] references;
    private final int[] borrower;
    private final int[] generation;
    private final boolean[] lentEmpty;

    private final int[] free;
    private int freeCount;
    private final int[] lentTo = new int[MAX_BORROWERS];
    private final int[] emptyLentTo = new int[MAX_BORROWERS];

    private PacketPool(SharedRegion region, PoolGeometry geometry) {
        this.region = region;
        this.geometry = geometry;
        regionAddress = region.address();
        int count = geometry.bufferCount();
        references = new int[count];
        borrower = new int[count];
        Arrays.fill(borrower, NOBODY);
        generation = new int[count];
        lentEmpty = new boolean[count];
        free = new int[count];
        Arrays.setAll(free, i -> count - 1 - i);
        freeCount = count;
    }

    /**
     * Creates a pool in a new shared region of small pages, all of its memory present.
     *
     * @param config its size
     * @return the pool, all of its buffers free
     * @throws IOException if there is no room, with the bytes needed and available; if it is larger than a region
     */
    public static PacketPool create(PoolConfig config) throws IOException {
        return create(config, HugePages.NEVER);
    }

    /**
     * Creates a pool in a new shared region, all of its memory present.
     *
     * @param config    its size
     * @param hugePages whether its memory is to be in huge pages
     * @return the pool, all of its buffers free
     * @throws IOException if there is no room, with what is needed and available; if it is larger than a region
     */
    public static PacketPool create(PoolConfig config, HugePages hugePages) throws IOException {
        return create(config, hugePages, RegionIdentity.newInstance());
    }

    /**
     * Creates a further pool of a switch that has one already, for the copies of one attachment.
     *
     * @param config    its size
     * @param hugePages whether its memory is to be in huge pages
     * @param instance  of the switch: that of its own pool
     * @return the pool, all of its buffers free
     * @throws IOException if there is no room, with what is needed and available; if it is larger than a region
     */
    public static PacketPool create(PoolConfig config, HugePages hugePages, UUID instance) throws IOException {
        config.requireRegion();
        PoolGeometry geometry = PoolGeometry.of(config);
        RegionIdentity identity = new RegionIdentity(RegionKind.POOL, instance, 0);
        SharedRegion region = SharedRegion.create(identity, geometry.regionBytes(), hugePages);
        geometry.write(region);
        region.publish();
        return new PacketPool(region, geometry);
    }

    /** {@return the memory that the buffers lie in; it stays the pool's} */
    public SharedRegion region() {
        return region;
    }

    /** {@return a free buffer with one reference, or {@link #NO_BUFFER}} */
    public int allocate() {
        if (freeCount == 0) {
            return NO_BUFFER;
        }
        int buffer = free[--freeCount];
        references[buffer] = 1;
        return buffer;
    }

    /**
     * Adds a reference.
     *
     * @param buffer one that the switch holds
     * @throws IllegalStateException if the switch holds no reference to it
     */
    public void retain(int buffer) {
        requireHeld(buffer);
        references[buffer]++;
    }

    /**
     * Takes a reference away; without any the buffer is free.
     *
     * @param buffer one that the switch holds
     * @throws IllegalStateException if the switch holds no reference to it
     */
    public void release(int buffer) {
        requireHeld(buffer);
        drop(buffer);
    }

    private void drop(int buffer) {
        if (--references[buffer] == 0) {
            free[freeCount++] = buffer;
        }
    }

    /** Of the references, a lent one is not the switch's to use. */
    private void requireHeld(int buffer) {
        int lent = borrower[buffer] == NOBODY ? 0 : 1;
        if (references[buffer] <= lent) {
            throw new IllegalStateException("the switch does not hold buffer " + buffer + ": references="
                    + references[buffer] + ", lent=" + lent);
        }
    }

    /**
     * Counts references, a lent one included.
     *
     * @param buffer 0 to {@link #bufferCount()} - 1
     * @return 0 if free
     */
    public int references(int buffer) {
        return references[buffer];
    }

    /**
     * Says whether one of a buffer's references is lent.
     *
     * @param buffer 0 to {@link #bufferCount()} - 1
     * @return true if it cannot be lent once more before it is back
     */
    public boolean isLent(int buffer) {
        return borrower[buffer] != NOBODY;
    }

    /**
     * Lends a packet's buffer to an attachment together with one of its references.
     *
     * @param buffer   one that the switch holds and has not lent
     * @param borrower number of the attachment, 0 to {@link #MAX_BORROWERS} - 1
     * @return the generation that the descriptor must carry
     * @throws IllegalStateException if the buffer is free, or lent already
     */
    public int lend(int buffer, int borrower) {
        if (references[buffer] == 0 || this.borrower[buffer] != NOBODY) {
            throw new IllegalStateException("buffer " + buffer + " cannot be lent: references=" + references[buffer]
                    + ", borrower=" + this.borrower[buffer]);
        }
        lentTo[borrower]++;
        this.borrower[buffer] = borrower;
        return ++generation[buffer];
    }

    /**
     * Lends a buffer for a packet that the borrower is to originate; as {@link #lend} in everything else.
     *
     * @param buffer   one that the switch holds and has not lent
     * @param borrower number of the attachment, 0 to {@link #MAX_BORROWERS} - 1
     * @return the generation that the descriptor must carry
     * @throws IllegalStateException if the buffer is free, or lent already
     */
    public int lendEmpty(int buffer, int borrower) {
        int newGeneration = lend(buffer, borrower);
        lentEmpty[buffer] = true;
        emptyLentTo[borrower]++;
        return newGeneration;
    }

    /**
     * Says what a buffer was lent for.
     *
     * @param buffer 0 to {@link #bufferCount()} - 1
     * @return true if it is lent, and was lent empty
     */
    public boolean isLentEmpty(int buffer) {
        return lentEmpty[buffer];
    }

    /**
     * Takes a buffer back if it was lent to this borrower under this generation; its reference is the caller's then.
     *
     * @param buffer     as the peer says, any value
     * @param borrower   number of the attachment
     * @param generation as the peer says
     * @return true if the switch holds the buffer again; false if the claim is false, and nothing has changed
     */
    public boolean takeBack(int buffer, int borrower, int generation) {
        if (judge(buffer, borrower, generation) != Claim.RIGHTFUL) {
            return false;
        }
        endLoan(buffer, borrower);
        return true;
    }

    /**
     * Says what is true of a claim to return a buffer; changes nothing.
     *
     * @param buffer     as the peer says, any value
     * @param borrower   number of the attachment
     * @param generation as the peer says
     * @return {@link Claim#RIGHTFUL} if {@link #takeBack} would take it
     */
    public Claim judge(int buffer, int borrower, int generation) {
        if (buffer < 0 || buffer >= this.borrower.length) {
            return Claim.NO_SUCH_BUFFER;
        }
        if (borrower < 0 || this.borrower[buffer] != borrower) {
            return Claim.NOT_LENT;
        }
        return this.generation[buffer] == generation ? Claim.RIGHTFUL : Claim.OLD_GENERATION;
    }

    private void endLoan(int buffer, int borrower) {
        this.borrower[buffer] = NOBODY;
        lentTo[borrower]--;
        if (lentEmpty[buffer]) {
            lentEmpty[buffer] = false;
            emptyLentTo[borrower]--;
        }
    }

    /**
     * Takes back everything lent to a borrower that is known to be dead, and drops the references that were lent.
     *
     * @param borrower number of the attachment, 0 to {@link #MAX_BORROWERS} - 1
     * @return how many buffers were lent to it
     */
    public int reclaim(int borrower) {
        Objects.checkIndex(borrower, MAX_BORROWERS);
        int count = 0;
        for (int buffer = 0; buffer < this.borrower.length; buffer++) {
            if (this.borrower[buffer] == borrower) {
                endLoan(buffer, borrower);
                drop(buffer);
                count++;
            }
        }
        return count;
    }

    /**
     * Counts buffers lent to a borrower, with packets and empty.
     *
     * @param borrower number of the attachment, 0 to {@link #MAX_BORROWERS} - 1
     * @return 0 or more
     */
    public int lentTo(int borrower) {
        return lentTo[borrower];
    }

    /**
     * Counts buffers lent to a borrower empty, that have not come back.
     *
     * @param borrower number of the attachment, 0 to {@link #MAX_BORROWERS} - 1
     * @return 0 to {@link #lentTo}
     */
    public int emptyLentTo(int borrower) {
        return emptyLentTo[borrower];
    }

    /**
     * Says whether a descriptor names a frame inside a buffer; says nothing about whose the buffer is.
     *
     * @param word0 first word, any value
     * @return true if every byte of the frame lies in the buffer's headroom and data room
     */
    public boolean holds(long word0) {
        return geometry.holds(word0);
    }

    /**
     * Finds a frame.
     *
     * @param word0 first word of a descriptor that the pool {@linkplain #holds holds}
     * @return address of the frame's first byte
     */
    public long frameAddress(long word0) {
        return dataAddress(PacketDescriptor.buffer(word0)) + PacketDescriptor.offsetBytes(word0);
    }

    /**
     * Finds a buffer's data.
     *
     * @param buffer 0 to {@link #bufferCount()} - 1
     * @return address of its first data byte; {@link #headroomBytes()} behind it a received frame begins
     */
    public long dataAddress(int buffer) {
        return geometry.dataAddress(regionAddress, buffer);
    }

    /**
     * Finds the buffer that an address lies in.
     *
     * @param address of a byte of a buffer's headroom or data
     * @return 0 to {@link #bufferCount()} - 1
     */
    public int bufferAt(long address) {
        return geometry.bufferAt(regionAddress, address);
    }

    /** {@return how many bytes are left free before a received frame} */
    public int headroomBytes() {
        return geometry.headroomBytes();
    }

    /** {@return longest frame that fits behind the headroom, bytes} */
    public int maxFrameBytes() {
        return geometry.dataRoomBytes();
    }

    /** {@return how many buffers there are} */
    public int bufferCount() {
        return geometry.bufferCount();
    }

    /** {@return how many buffers are free} */
    public int freeCount() {
        return freeCount;
    }

    /** {@return where all buffers are by a walk through the tables, and whether these contradict each other} */
    public PoolCensus check() {
        List<String> faults = new ArrayList<>();
        boolean[] onFreeList = new boolean[references.length];
        for (int i = 0; i < freeCount; i++) {
            if (onFreeList[free[i]]) {
                faults.add("buffer " + free[i] + " is on the free list twice");
            }
            onFreeList[free[i]] = true;
        }
        int[] lentCount = new int[MAX_BORROWERS];
        int[] emptyCount = new int[MAX_BORROWERS];
        int held = 0;
        for (int buffer = 0; buffer < references.length; buffer++) {
            boolean isLent = isLent(buffer);
            if (onFreeList[buffer] == references[buffer] > 0
                    || isLent && references[buffer] == 0
                    || lentEmpty[buffer] && !isLent) {
                faults.add("buffer " + buffer + ": on free list=" + onFreeList[buffer] + ", references="
                        + references[buffer] + ", borrower=" + borrower[buffer]);
            }
            if (isLent) {
                lentCount[borrower[buffer]]++;
                emptyCount[borrower[buffer]] += lentEmpty[buffer] ? 1 : 0;
            } else if (references[buffer] > 0) {
                held++;
            }
        }
        if (!Arrays.equals(lentCount, lentTo)) {
            faults.add("lent by table " + Arrays.toString(lentCount) + ", by count " + Arrays.toString(lentTo));
        }
        if (!Arrays.equals(emptyCount, emptyLentTo)) {
            faults.add("lent empty by table " + Arrays.toString(emptyCount) + ", by count "
                    + Arrays.toString(emptyLentTo));
        }
        return new PoolCensus(freeCount, held, Arrays.stream(lentCount).sum(), faults);
    }

    /** Unmaps the memory; nobody in this process may use a buffer any more. */
    @Override
    public void close() {
        region.close();
    }
}
