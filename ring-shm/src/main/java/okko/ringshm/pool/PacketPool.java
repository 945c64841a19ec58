package okko.ringshm.pool;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.Objects;
import java.util.UUID;
import okko.ringshm.layout.PacketDescriptor;
import okko.ringshm.region.HugePages;
import okko.ringshm.region.RegionIdentity;
import okko.ringshm.region.RegionKind;
import okko.ringshm.region.SharedRegion;

/**
 * The switch's packet buffers, as one thread sees them: one shared region, one owner, and a free list for each thread.
 * Confined to its thread, a datapath thread; {@link #ofThread} gives what the others use.
 *
 * <p>Who owns which buffer, and the free lists, are in the switch's private memory; a peer sees only the bytes. A
 * buffer is free, or it has references; one of them may be lent to a borrower, and travels with the loan, with a packet
 * or empty for one: which it is is known here alone.
 *
 * <p>Whoever has a reference may hand it to another thread; how that is done must make writes visible. A thread that
 * sees that its reference is the only one changes the count by a plain store: nobody else can change it then. Atomic
 * operations are for buffers with several references in a pool of several threads. Threads that free more than they
 * allocate leave chunks of free buffers for the others. One borrower's loans all belong to one thread.
 */
public final class PacketPool implements AutoCloseable {

    /** What {@link #allocate()} returns when all buffers are in use. */
    public static final int NO_BUFFER = -1;

    /** How many borrowers there can be at a time; they are numbered from 0. */
    public static final int MAX_BORROWERS = 64;

    private static final VarHandle REFERENCES = MethodHandles.arrayElementVarHandle(int[].class);

    /** Buffers that change threads together, where the pool is large enough. */
    private static final int MAX_CHUNK = 64;

    /** At least so many chunks for each thread: what lies on one thread's list is no use to the others. */
    private static final int CHUNKS_PER_THREAD = 16;

    /** So many a thread's list has room for: with fewer, chunks would go to and fro. */
    private static final int CHUNKS_AT_HAND = 3;

    private final SharedRegion region;
    private final PoolGeometry geometry;
    private final long regionAddress;

    /** The pool as each thread sees it. */
    private final PacketPool[] threads;

    private final OwnershipTable table;
    private final int[] references;
    private final int[] borrower;

    private final ChunkExchange exchange;
    private final FreeList free;

    /** Whether there are other threads that may have references. */
    private final boolean hasOthers;

    private final int[] lentTo = new int[MAX_BORROWERS];
    private final int[] emptyLentTo = new int[MAX_BORROWERS];

    private PacketPool(
            SharedRegion region, PoolGeometry geometry, PacketPool[] threads, OwnershipTable table,
            ChunkExchange exchange) {
        this.region = region;
        this.geometry = geometry;
        regionAddress = region.address();
        this.threads = threads;
        this.table = table;
        references = table.references();
        borrower = table.borrower();
        this.exchange = exchange;
        hasOthers = threads.length > 1;
        // Alone, a thread has all buffers on its list, and the exchange none.
        free = new FreeList(hasOthers ? CHUNKS_AT_HAND * exchange.chunkSize() : geometry.bufferCount() + 1, exchange);
    }

    private static PacketPool create(SharedRegion region, PoolGeometry geometry, int threadCount) {
        int count = geometry.bufferCount();
        int chunk = threadCount == 1 ? 1 : Math.clamp(count / (CHUNKS_PER_THREAD * threadCount), 1, MAX_CHUNK);
        ChunkExchange exchange = new ChunkExchange(chunk, threadCount == 1 ? 0 : count / chunk + threadCount);
        PacketPool[] threads = new PacketPool[threadCount];
        OwnershipTable table = OwnershipTable.of(count);
        for (int i = 0; i < threadCount; i++) {
            threads[i] = new PacketPool(region, geometry, threads, table, exchange);
        }
        PacketPool first = threads[0];
        for (int buffer = count - 1; buffer >= 0; buffer--) {
            first.free.add(buffer);
        }
        return first;
    }

    /**
     * Creates a pool of one thread in a new shared region of small pages, all of its memory present.
     *
     * @param config its size
     * @return the pool, all of its buffers free
     * @throws IOException if there is no room, with the bytes needed and available; if it is larger than a region
     */
    public static PacketPool create(PoolConfig config) throws IOException {
        return create(config, HugePages.NEVER, 1);
    }

    /**
     * Creates a pool in a new shared region, all of its memory present.
     *
     * @param config      its size
     * @param hugePages   whether its memory is to be in huge pages
     * @param threadCount how many threads will use it, 1 or more
     * @return the pool as the first thread sees it, all of its buffers free
     * @throws IOException if there is no room, with what is needed and available; if it is larger than a region
     */
    public static PacketPool create(PoolConfig config, HugePages hugePages, int threadCount) throws IOException {
        return create(config, hugePages, RegionIdentity.newInstance(), threadCount);
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
        return create(config, hugePages, instance, 1);
    }

    private static PacketPool create(PoolConfig config, HugePages hugePages, UUID instance, int threadCount)
            throws IOException {
        config.requireRegion();
        PoolGeometry geometry = PoolGeometry.of(config);
        RegionIdentity identity = new RegionIdentity(RegionKind.POOL, instance, 0);
        SharedRegion region = SharedRegion.create(identity, geometry.regionBytes(), hugePages);
        geometry.write(region);
        region.publish();
        return create(region, geometry, threadCount);
    }

    /**
     * Returns the same pool for the use of a thread.
     *
     * @param thread 0 to {@link #threadCount()} - 1
     * @return the pool as that thread sees it
     */
    public PacketPool ofThread(int thread) {
        return threads[thread];
    }

    /** {@return number of the thread that this is for} */
    public int thread() {
        return Arrays.asList(threads).indexOf(this);
    }

    /** {@return how many threads use the pool} */
    public int threadCount() {
        return threads.length;
    }

    /** {@return the memory that the buffers lie in; it stays the pool's} */
    public SharedRegion region() {
        return region;
    }

    /** {@return a free buffer with one reference, or {@link #NO_BUFFER}} */
    public int allocate() {
        int buffer = free.take();
        if (buffer != NO_BUFFER) {
            references[buffer] = 1;
        }
        return buffer;
    }

    /**
     * Adds a reference.
     *
     * @param buffer one that the switch holds
     * @throws IllegalStateException if the switch holds no reference to it
     */
    public void retain(int buffer) {
        int count = requireHeld(buffer);
        if (hasOthers && count > 1) {
            REFERENCES.getAndAdd(references, buffer, 1);
        } else {
            references[buffer] = count + 1;
        }
    }

    /**
     * Adds a reference, if there is one and no other: if all packets that the buffer was used for are over. What other
     * threads did to it is done then.
     *
     * @param buffer one that the caller has a reference to, and that is never lent without another one
     * @return whether it has two references now
     */
    public boolean retainIfIdle(int buffer) {
        boolean isIdle = references(buffer) == 1;
        if (isIdle) {
            references[buffer] = 2;
        }
        return isIdle;
    }

    /**
     * Takes a reference away; without any the buffer is free.
     *
     * @param buffer one that the switch holds
     * @throws IllegalStateException if the switch holds no reference to it
     */
    public void release(int buffer) {
        drop(buffer, requireHeld(buffer));
    }

    private void drop(int buffer, int count) {
        int before = count;
        if (hasOthers && count > 1) {
            // What this thread did to the buffer is done for whoever sees the new count by references().
            before = (int) REFERENCES.getAndAdd(references, buffer, -1);
        } else {
            references[buffer] = count - 1;
        }
        if (before == 1) {
            free.add(buffer);
        }
    }

    /** Of the references, a lent one is not the switch's to use. */
    private int requireHeld(int buffer) {
        // Count before borrower: a loan ends before its reference goes, so who sees that it is gone sees no loan.
        int count = references(buffer);
        int lent = borrower[buffer] == OwnershipTable.NOBODY ? 0 : 1;
        if (count <= lent) {
            throw new IllegalStateException("the switch does not hold buffer " + buffer + ": references="
                    + count + ", lent=" + lent);
        }
        return count;
    }

    /**
     * Counts references, a lent one included. Who holds one and sees no other has the buffer alone: what other threads
     * did to it is done.
     *
     * @param buffer 0 to {@link #bufferCount()} - 1
     * @return 0 if free
     */
    public int references(int buffer) {
        // Pairs with the subtraction in drop(). Alone, a thread is spared what the compiler gives up for an acquire.
        return hasOthers ? (int) REFERENCES.getAcquire(references, buffer) : references[buffer];
    }

    /**
     * Says whether one of a buffer's references is lent.
     *
     * @param buffer 0 to {@link #bufferCount()} - 1
     * @return true if it cannot be lent once more before it is back
     */
    public boolean isLent(int buffer) {
        return borrower[buffer] != OwnershipTable.NOBODY;
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
        if (references[buffer] == 0 || this.borrower[buffer] != OwnershipTable.NOBODY) {
            throw new IllegalStateException("buffer " + buffer + " cannot be lent: references=" + references[buffer]
                    + ", borrower=" + this.borrower[buffer]);
        }
        lentTo[borrower]++;
        this.borrower[buffer] = borrower;
        return ++table.generation()[buffer];
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
        table.lentEmpty()[buffer] = true;
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
        return table.lentEmpty()[buffer];
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
        return table.generation()[buffer] == generation ? Claim.RIGHTFUL : Claim.OLD_GENERATION;
    }

    private void endLoan(int buffer, int borrower) {
        this.borrower[buffer] = OwnershipTable.NOBODY;
        lentTo[borrower]--;
        if (table.lentEmpty()[buffer]) {
            table.lentEmpty()[buffer] = false;
            emptyLentTo[borrower]--;
        }
    }

    /**
     * Takes back everything lent to a borrower that is known to be dead, and drops the references that were lent; on
     * the thread that lent it.
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
                drop(buffer, references(buffer));
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

    /** {@return how many buffers this thread can allocate, about so many if other threads are at work} */
    public int freeCount() {
        return free.available();
    }

    /**
     * {@return where all buffers are by a walk through the tables, and whether these contradict each other; no thread
     * may use the pool meanwhile}
     */
    public PoolCensus check() {
        PoolInspection inspection = new PoolInspection(table);
        inspection.free(exchange.buffers());
        for (PacketPool thread : threads) {
            inspection.free(thread.free.buffers());
            inspection.lent(thread.lentTo, thread.emptyLentTo);
        }
        return inspection.finish();
    }

    /** Unmaps the memory; nobody in this process may use a buffer any more. */
    @Override
    public void close() {
        region.close();
    }
}
