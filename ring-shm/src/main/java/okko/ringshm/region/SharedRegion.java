package okko.ringshm.region;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import okko.ringshm.kernel.KernelException;
import okko.ringshm.kernel.NativeLibrary;
import okko.ringshm.kernel.OpenFile;
import okko.ringshm.kernel.SharedMemory;
import okko.ringshm.layout.RegionDescriptor;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One piece of memory that several processes see. The switch creates it; others attach by a file descriptor that they
 * were sent. It has no name: when the last process lets go, by its own will or by {@code kill -9}, nothing is left.
 */
public final class SharedRegion implements AutoCloseable {

    /** Largest region, bytes: what an Agrona buffer can span. */
    public static final long MAX_SIZE_BYTES = Integer.MAX_VALUE;

    private final RegionIdentity identity;
    private final int descriptor;
    private final long address;
    private final int sizeBytes;
    private final UnsafeBuffer buffer;
    private boolean closed;

    private SharedRegion(RegionIdentity identity, int descriptor, long address, int sizeBytes) {
        this.identity = identity;
        this.descriptor = descriptor;
        this.address = address;
        this.sizeBytes = sizeBytes;
        buffer = new UnsafeBuffer(address, sizeBytes);
    }

    /**
     * Creates a region, with all of its memory, zeroed. It is not valid to anybody before {@link #publish()}.
     *
     * @param directory where memory is, {@code /dev/shm} for instance
     * @param identity  what it is
     * @param sizeBytes {@link RegionDescriptor#SIZE_BYTES} to {@link #MAX_SIZE_BYTES}
     * @return the region, to be closed
     * @throws IOException if the directory has no room, with both numbers; if it is no place for such a file
     */
    public static SharedRegion create(Path directory, RegionIdentity identity, long sizeBytes) throws IOException {
        if (sizeBytes < RegionDescriptor.SIZE_BYTES || sizeBytes > MAX_SIZE_BYTES) {
            throw new IllegalArgumentException("a region has " + RegionDescriptor.SIZE_BYTES + " to " + MAX_SIZE_BYTES
                    + " bytes: sizeBytes=" + sizeBytes);
        }
        int descriptor = SharedMemory.openUnnamed(directory);
        try {
            SharedMemory.allocate(descriptor, sizeBytes);
            long address = SharedMemory.map(descriptor, sizeBytes);
            SharedRegion region = new SharedRegion(identity, descriptor, address, (int) sizeBytes);
            region.describe();
            return region;
        } catch (KernelException e) {
            OpenFile.close(descriptor);
            throw e.errno() == NativeLibrary.ENOSPC ? noRoom(directory, identity.kind(), sizeBytes, e) : e;
        }
    }

    private static IOException noRoom(Path directory, RegionKind kind, long sizeBytes, KernelException cause)
            throws IOException {
        long freeBytes = Files.getFileStore(directory).getUsableSpace();
        String message = "%s has no room for the %s: %,d bytes needed, %,d free"
                .formatted(directory, kind.text(), sizeBytes, freeBytes);
        return new IOException(message, cause);
    }

    private void describe() {
        buffer.putShort(RegionDescriptor.MAJOR_OFFSET, RegionDescriptor.MAJOR);
        buffer.putShort(RegionDescriptor.MINOR_OFFSET, RegionDescriptor.MINOR);
        buffer.putInt(RegionDescriptor.ENDIAN_MARKER_OFFSET, RegionDescriptor.ENDIAN_MARKER);
        buffer.putLong(RegionDescriptor.REGION_SIZE_OFFSET, sizeBytes);
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
     * @return the region, to be closed
     * @throws IOException if it is something else, of another version or size; nothing stays mapped
     */
    public static SharedRegion attach(int descriptor, RegionKind kind) throws IOException {
        long address = 0;
        long sizeBytes = 0;
        try {
            sizeBytes = SharedMemory.sizeBytes(descriptor);
            if (sizeBytes < RegionDescriptor.SIZE_BYTES || sizeBytes > MAX_SIZE_BYTES) {
                throw new IOException("no %s: it has %,d bytes".formatted(kind.text(), sizeBytes));
            }
            address = SharedMemory.map(descriptor, sizeBytes);
            RegionIdentity identity = check(new UnsafeBuffer(address, (int) sizeBytes), kind);
            return new SharedRegion(identity, descriptor, address, (int) sizeBytes);
        } catch (IOException e) {
            if (address != 0) {
                SharedMemory.unmap(address, sizeBytes);
            }
            OpenFile.close(descriptor);
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
        return address;
    }

    /** {@return how long the region is, bytes} */
    public int sizeBytes() {
        return sizeBytes;
    }

    /** {@return a view of the whole region} */
    public UnsafeBuffer buffer() {
        return buffer;
    }

    /** {@return the file descriptor by which others attach; it stays this region's own} */
    public int descriptor() {
        return descriptor;
    }

    /** Unmaps the region. Nobody in this process may use its memory any more: the JVM would crash. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            SharedMemory.unmap(address, sizeBytes);
            OpenFile.close(descriptor);
        }
    }
}
