package okko.ringshm.region;

import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import okko.ringshm.kernel.Access;
import okko.ringshm.kernel.KernelException;
import okko.ringshm.kernel.PageSize;
import okko.ringshm.kernel.SharedMemory;
import okko.ringshm.layout.RegionDescriptor;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One piece of memory that several processes see. The switch creates it; others attach by a file descriptor that they
 * were sent. It has no name in the file system: when the last process lets go, by its own will or by {@code kill -9},
 * nothing is left. Its size is sealed: no process can take memory from another's mapping.
 */
public final class SharedRegion implements AutoCloseable {

    /** Largest region, bytes: what an Agrona buffer can span. */
    public static final long MAX_SIZE_BYTES = Integer.MAX_VALUE;

    static final long MIN_SIZE_BYTES = RegionDescriptor.SIZE_BYTES;

    private final RegionIdentity identity;
    private final RegionMemory memory;
    private final UnsafeBuffer buffer;
    private boolean closed;

    private SharedRegion(RegionIdentity identity, RegionMemory memory) {
        this.identity = identity;
        this.memory = memory;
        buffer = new UnsafeBuffer(memory.address(), (int) memory.sizeBytes());
    }

    /**
     * Creates a region, with all of its memory, zeroed. It is not valid to anybody before {@link #publish()}.
     *
     * @param identity  what it is
     * @param sizeBytes {@link RegionDescriptor#SIZE_BYTES} to {@link #MAX_SIZE_BYTES}; in huge pages it becomes a
     *                  multiple of theirs
     * @param hugePages whether it is to be in huge pages
     * @return the region, to be closed
     * @throws IOException if there is not so much memory, with the bytes or pages needed and available
     */
    public static SharedRegion create(RegionIdentity identity, long sizeBytes, HugePages hugePages)
            throws IOException {
        if (sizeBytes < MIN_SIZE_BYTES || sizeBytes > MAX_SIZE_BYTES) {
            throw new IllegalArgumentException("a region has " + MIN_SIZE_BYTES + " to " + MAX_SIZE_BYTES
                    + " bytes: sizeBytes=" + sizeBytes);
        }
        SharedRegion region = new SharedRegion(identity, RegionMemory.take(identity.kind(), sizeBytes, hugePages));
        region.describe();
        return region;
    }

    private void describe() {
        buffer.putShort(RegionDescriptor.MAJOR_OFFSET, RegionDescriptor.MAJOR);
        buffer.putShort(RegionDescriptor.MINOR_OFFSET, RegionDescriptor.MINOR);
        buffer.putInt(RegionDescriptor.ENDIAN_MARKER_OFFSET, RegionDescriptor.ENDIAN_MARKER);
        buffer.putLong(RegionDescriptor.REGION_SIZE_OFFSET, memory.sizeBytes());
        buffer.putInt(RegionDescriptor.KIND_OFFSET, identity.kind().code());
        buffer.putLong(RegionDescriptor.INSTANCE_OFFSET, identity.instance().getMostSignificantBits());
        buffer.putLong(
                RegionDescriptor.INSTANCE_OFFSET + Long.BYTES, identity.instance().getLeastSignificantBits());
        buffer.putLong(RegionDescriptor.EPOCH_OFFSET, identity.epoch());
    }

    /** Declares the region valid, when its creator has written everything that must be there. */
    public void publish() {
        // Publishes the header and what the creator put behind it; pairs with the acquire in check().
        buffer.putLongRelease(RegionDescriptor.MAGIC_OFFSET, RegionDescriptor.MAGIC);
    }

    /**
     * Maps a region that another process created.
     *
     * @param descriptor of the region; this call takes it over, also if it fails
     * @param kind       what it must be
     * @param access     what it is needed for
     * @return the region, to be closed
     * @throws IOException if it is something else, of another version or size, not sealed, or not to be had for so much
     *                     access; nothing stays mapped
     */
    public static SharedRegion attach(int descriptor, RegionKind kind, Access access) throws IOException {
        RegionMemory memory = RegionMemory.receive(descriptor, kind, access);
        try {
            return new SharedRegion(check(new UnsafeBuffer(memory.address(), (int) memory.sizeBytes()), kind), memory);
        } catch (IOException e) {
            memory.release();
            throw e;
        }
    }

    private static RegionIdentity check(UnsafeBuffer buffer, RegionKind kind) throws IOException {
        // Sees everything that its creator wrote before; pairs with the release in publish().
        long magic = buffer.getLongAcquire(RegionDescriptor.MAGIC_OFFSET);
        require(kind, "magic number", RegionDescriptor.MAGIC, magic);
        require(kind, "endian marker", RegionDescriptor.ENDIAN_MARKER,
                buffer.getInt(RegionDescriptor.ENDIAN_MARKER_OFFSET));
        require(kind, "layout version", RegionDescriptor.MAJOR, buffer.getShort(RegionDescriptor.MAJOR_OFFSET));
        require(kind, "size", buffer.capacity(), buffer.getLong(RegionDescriptor.REGION_SIZE_OFFSET));
        require(kind, "kind", kind.code(), buffer.getInt(RegionDescriptor.KIND_OFFSET));
        UUID instance = new UUID(
                buffer.getLong(RegionDescriptor.INSTANCE_OFFSET),
                buffer.getLong(RegionDescriptor.INSTANCE_OFFSET + Long.BYTES));
        return new RegionIdentity(kind, instance, buffer.getLong(RegionDescriptor.EPOCH_OFFSET));
    }

    private static void require(RegionKind kind, String field, long wanted, long found) throws IOException {
        if (found != wanted) {
            throw new IOException("no %s that this version understands: %s is %d (hexadecimal %x), %d (%x) expected"
                    .formatted(kind.text(), field, found, found, wanted, wanted));
        }
    }

    /** {@return what the region is} */
    public RegionIdentity identity() {
        return identity;
    }

    /** {@return where the region begins in this process} */
    public long address() {
        return memory.address();
    }

    /** {@return how long the region is, bytes} */
    public int sizeBytes() {
        return (int) memory.sizeBytes();
    }

    /** {@return a view of the whole region; who writes to one that is {@link Access#READ_ONLY} ends the JVM} */
    public UnsafeBuffer buffer() {
        return buffer;
    }

    /** {@return what this process may do with it} */
    public Access access() {
        return memory.access();
    }

    /** {@return in what pages it was created; of a region that another process created, not known: small} */
    public PageSize pageSize() {
        return memory.pages();
    }

    /** {@return why it is in small pages though huge ones were to be tried, in one line; empty if they were not} */
    public Optional<String> fallBack() {
        return memory.fallBack().isEmpty() ? Optional.empty() : Optional.of(memory.fallBack());
    }

    /** {@return the file descriptor by which others attach for reading and writing; it stays this region's own} */
    public int descriptor() {
        return memory.descriptor();
    }

    /**
     * Opens a file descriptor by which others can attach for reading only. That binds processes of other users: one of
     * the region's own user, or of root, may open the file anew for writing.
     *
     * @return the descriptor, to be closed
     * @throws KernelException if this process has no descriptors left
     */
    public int openReadOnly() throws KernelException {
        return SharedMemory.openReadOnly(memory.descriptor());
    }

    /** Unmaps the region. Nobody in this process may use its memory any more: the JVM would crash. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            memory.release();
        }
    }
}
