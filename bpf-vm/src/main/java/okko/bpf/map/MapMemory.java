package okko.bpf.map;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.agrona.UnsafeApi;

/**
 * The memory of one map: private, or a file that other processes map too. Zeroed when it is new; counted, so that a map
 * can go from a program to its successor.
 *
 * <p>Whoever may write to a file may also cut it off, and the next access of the others then fails: files are made for
 * their user alone (mode 0600).
 */
public final class MapMemory implements AutoCloseable {

    private static final int CACHE_LINE_BYTES = 64;
    private static final int BLOCK_BYTES = 1 << 16;

    private final long address;
    private final long bytes;
    private final Runnable release;

    /** Tells its file from all others; {@code null} for private memory. */
    private final Object file;
    private AtomicReferenceArray<TailCallTarget[]> targets;
    private int holders = 1;

    private MapMemory(long address, long bytes, Object file, Runnable release) {
        this.address = address;
        this.bytes = bytes;
        this.file = file;
        this.release = release;
    }

    /**
     * Allocates private memory.
     *
     * @param bytes how much
     * @return zeroed memory that begins on a cache line, to be closed
     */
    public static MapMemory allocate(long bytes) {
        long block = UnsafeApi.allocateMemory(bytes + CACHE_LINE_BYTES);
        UnsafeApi.setMemory(block, bytes + CACHE_LINE_BYTES, (byte) 0);
        long address = (block + CACHE_LINE_BYTES - 1) & -CACHE_LINE_BYTES;
        return new MapMemory(address, bytes, null, () -> UnsafeApi.freeMemory(block));
    }

    /**
     * Maps a file that exists.
     *
     * @param file holds a map
     * @return its memory, of the file's size, to be closed
     * @throws IOException if the file cannot be opened for reading and writing, or mapped
     * @throws IllegalArgumentException if it has not the size of a map
     */
    public static MapMemory open(Path file) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long bytes = channel.size();
            if (bytes < MapHeader.BYTES || bytes > MapDefinition.MAX_MEMORY_BYTES) {
                throw new IllegalArgumentException("no map: it has " + bytes + " bytes, a map has "
                        + MapHeader.BYTES + " to " + MapDefinition.MAX_MEMORY_BYTES);
            }
            return map(channel, bytes, file);
        }
    }

    /**
     * Makes a file, and shows it under its name when its contents are complete: nobody ever opens half a map.
     *
     * @param file       name to give it; the directory should be on tmpfs
     * @param bytes      its size
     * @param initialise writes the contents to the zeroed memory
     * @return its memory, to be closed
     * @throws FileAlreadyExistsException if the name is taken, also when another process took it meanwhile
     * @throws IOException                if the file cannot be made or mapped, or there is no room for all of it
     */
    public static MapMemory create(Path file, long bytes, Consumer<MapMemory> initialise) throws IOException {
        if (Files.exists(file)) {
            throw new FileAlreadyExistsException(file.toString());
        }
        Path draft = Files.createTempFile(file.toAbsolutePath().getParent(), ".okko-map", null); // mode 0600
        try (var channel = FileChannel.open(draft, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            fillWithZeros(channel, bytes);
            MapMemory memory = map(channel, bytes, draft);
            try {
                initialise.accept(memory);
                Files.createLink(file, draft); // unlike a rename this fails if the name is taken
            } catch (Throwable failure) {
                memory.close();
                throw failure;
            }
            return memory;
        } finally {
            Files.delete(draft);
        }
    }

    /** Takes up the room now, where a full file system is an exception: a hole would be a fault at the first access. */
    private static void fillWithZeros(FileChannel channel, long bytes) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocateDirect(BLOCK_BYTES);
        for (long position = 0; position < bytes;) {
            zeros.clear().limit((int) Math.min(BLOCK_BYTES, bytes - position));
            position += channel.write(zeros, position);
        }
    }

    private static MapMemory map(FileChannel channel, long bytes, Path file) throws IOException {
        Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey(); // device and inode
        Arena arena = Arena.ofShared();
        try {
            MemorySegment segment = channel.map(MapMode.READ_WRITE, 0, bytes, arena);
            return new MapMemory(segment.address(), bytes, key, arena::close);
        } catch (Throwable failure) {
            arena.close();
            throw failure;
        }
    }

    /** {@return the address of the first byte, a multiple of 64} */
    public long address() {
        return address;
    }

    /** {@return the size, bytes} */
    public long bytes() {
        return bytes;
    }

    /**
     * Copies all contents from other memory, the state of the map included. Nothing may write to either meanwhile.
     *
     * @param other of the same size, and of a map of an equal definition; if both are the same file, nothing is to do
     * @throws IllegalArgumentException if the sizes differ
     */
    public void copyFrom(MapMemory other) {
        if (other.bytes != bytes) {
            throw new IllegalArgumentException("maps of " + other.bytes + " and " + bytes + " bytes");
        }
        if (file == null || !file.equals(other.file)) {
            UnsafeApi.copyMemory(other.address, address, bytes);
        }
    }

    /**
     * The functions of a program array, which cannot be bytes but stay with the ids that are; none at first.
     */
    synchronized AtomicReferenceArray<TailCallTarget[]> targets(int entries) {
        if (targets == null) {
            targets = new AtomicReferenceArray<>(entries);
        }
        return targets;
    }

    /**
     * Counts one more holder; each must close.
     *
     * @return this
     * @throws IllegalStateException if the memory is freed already
     */
    public synchronized MapMemory retain() {
        if (holders == 0) {
            throw new IllegalStateException("memory of a map is freed");
        }
        holders++;
        return this;
    }

    /** Frees the memory when the last holder closes it. */
    @Override
    public synchronized void close() {
        if (holders > 0 && --holders == 0) {
            release.run();
        }
    }
}
