package okko.bpf.map;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.zip.CRC32C;
import okko.bpf.map.MapDefinition.ProgramAccess;
import org.agrona.UnsafeApi;

/**
 * First bytes of a map's memory: what is in it, and what all types keep.
 * <pre>
 *  offset  size  field           unit   written by
 *       0     8  magic           -      creator, last, with release: OKKOMAP and a zero
 *       8     2  major           -      creator; must be equal
 *      10     2  minor           -      creator; differs where a field was added that others may ignore
 *      12     4  endian marker   -      creator; reads 01020304 hexadecimal in the right byte order
 *      16     8  memory size     bytes  creator
 *      24     4  type            -      creator; Linux's number, 259 for a count-min sketch
 *      28     4  key size        bytes  creator
 *      32     4  value size      bytes  creator
 *      36     4  max entries     count  creator
 *      40     4  hash functions  count  creator
 *      44     4  threads         count  creator; copies of a per-thread map's values
 *      48     4  flags           bits   creator; 1 global data, 2 programs only read
 *      52     4  contents check  -      creator; CRC-32C of the contents at the start of global data, else 0
 *      56     8  seed            -      creator; random, of the hash function
 *      64    64  name            -      creator; UTF-8, at most 63 bytes, then zeros
 *     128     8  lock            -      whoever adds or removes; 0 free, else the owner: pid, then start time
 *     192     4  entries         count  lock's owner
 *     196     4  ever used       count  lock's owner; entries from this one on were never used
 *     200     4  removed         entry  lock's owner; 1 + the last removed entry, 0 none; each names the one before
 *     204     4  hand            entry  lock's owner; where the search for a victim goes on
 *     208     8  changes         count  lock's owner; entries added to and removed from a trie
 *     216    40  reserved        -      0
 *     256        the type's own part
 * </pre>
 */
final class MapHeader {

    static final short MAJOR = 1;
    static final short MINOR = 0;

    static final int MAGIC_OFFSET = 0;
    static final int MAJOR_OFFSET = 8;
    static final int MINOR_OFFSET = 10;
    static final int ENDIAN_OFFSET = 12;
    static final int SIZE_OFFSET = 16;
    static final int TYPE_OFFSET = 24;
    static final int KEY_BYTES_OFFSET = 28;
    static final int VALUE_BYTES_OFFSET = 32;
    static final int MAX_ENTRIES_OFFSET = 36;
    static final int HASH_FUNCTIONS_OFFSET = 40;
    static final int THREADS_OFFSET = 44;
    static final int FLAGS_OFFSET = 48;
    static final int CONTENTS_CHECK_OFFSET = 52;
    static final int SEED_OFFSET = 56;
    static final int NAME_OFFSET = 64;
    static final int LOCK_OFFSET = 128;
    static final int ENTRIES_OFFSET = 192;
    static final int EVER_USED_OFFSET = 196;
    static final int REMOVED_OFFSET = 200;
    static final int HAND_OFFSET = 204;
    static final int CHANGES_OFFSET = 208;

    /** Size of the header, bytes. */
    static final int BYTES = 256;

    /** What two writers should not share, bytes. */
    static final int CACHE_LINE_BYTES = 64;

    private static final long MAGIC = 0x0050_414d_4f4b_4b4fL; // OKKOMAP, read as little-endian
    private static final int ENDIAN_MARKER = 0x0102_0304;
    private static final int NAME_BYTES = 64;
    private static final int FLAG_GLOBAL_DATA = 1;
    private static final int FLAG_READ_ONLY = 2;
    private static final int MAX_THREADS = 1024;
    private static final int COUNT_MIN_NUMBER = 259;

    private MapHeader() {}

    /** Rounds a size or offset up to a multiple of a cache line. */
    static long toCacheLine(long bytes) {
        return bytes + CACHE_LINE_BYTES - 1 & -CACHE_LINE_BYTES;
    }

    /** Whether nobody has made a map in this memory yet. */
    static boolean isBlank(MapMemory memory) {
        return magic(memory) == 0;
    }

    /** Writes all but the magic: what hashes needs the seed. */
    static void prepare(MapMemory memory, MapDefinition definition, int threads) {
        long at = memory.address();
        UnsafeApi.putShort(at + MAJOR_OFFSET, MAJOR);
        UnsafeApi.putShort(at + MINOR_OFFSET, MINOR);
        UnsafeApi.putInt(at + ENDIAN_OFFSET, ENDIAN_MARKER);
        UnsafeApi.putLong(at + SIZE_OFFSET, memory.bytes());
        UnsafeApi.putInt(at + TYPE_OFFSET, number(definition.type()));
        UnsafeApi.putInt(at + KEY_BYTES_OFFSET, definition.keyBytes());
        UnsafeApi.putInt(at + VALUE_BYTES_OFFSET, definition.valueBytes());
        UnsafeApi.putInt(at + MAX_ENTRIES_OFFSET, definition.maxEntries());
        UnsafeApi.putInt(at + HASH_FUNCTIONS_OFFSET, definition.hashFunctions());
        UnsafeApi.putInt(at + THREADS_OFFSET, threads);
        UnsafeApi.putInt(at + FLAGS_OFFSET, flags(definition));
        UnsafeApi.putInt(at + CONTENTS_CHECK_OFFSET, contentsCheck(definition));
        UnsafeApi.putLong(at + SEED_OFFSET, new SecureRandom().nextLong());
        byte[] name = shortened(definition.name());
        UnsafeApi.copyMemory(name, UnsafeApi.arrayBaseOffset(byte[].class), null, at + NAME_OFFSET, name.length);
    }

    /** Says that the map is complete. */
    static void publish(MapMemory memory) {
        UnsafeApi.putLongRelease(null, memory.address() + MAGIC_OFFSET, MAGIC); // pairs with magic()
    }

    /** Checks what can be checked without the type's help, and returns what the map was made for. */
    static MapDefinition read(MapMemory memory) {
        long at = memory.address();
        if (memory.bytes() < BYTES) {
            throw new IllegalArgumentException("no map: it has " + memory.bytes() + " bytes, a header has " + BYTES);
        }
        if (magic(memory) != MAGIC || UnsafeApi.getInt(at + ENDIAN_OFFSET) != ENDIAN_MARKER) {
            throw new IllegalArgumentException("no map: it does not begin with OKKOMAP");
        }
        short major = UnsafeApi.getShort(at + MAJOR_OFFSET);
        if (major != MAJOR) {
            throw new IllegalArgumentException("map has layout version " + major + ", this build reads " + MAJOR);
        }
        long claimed = UnsafeApi.getLong(at + SIZE_OFFSET);
        if (claimed != memory.bytes()) {
            throw new IllegalArgumentException("map claims " + claimed + " bytes, there are " + memory.bytes());
        }
        int threads = threads(memory);
        if (threads < 1 || threads > MAX_THREADS) {
            throw new IllegalArgumentException("map must be for 1 to " + MAX_THREADS + " threads: threads=" + threads);
        }
        return definition(at);
    }

    private static MapDefinition definition(long at) {
        String name = name(at);
        int flags = UnsafeApi.getInt(at + FLAGS_OFFSET);
        MapType type = type(UnsafeApi.getInt(at + TYPE_OFFSET));
        if ((flags & FLAG_GLOBAL_DATA) != 0) {
            return globalData(at, name, type, (flags & FLAG_READ_ONLY) != 0);
        }
        return new MapDefinition(
                name, type, UnsafeApi.getInt(at + KEY_BYTES_OFFSET), UnsafeApi.getInt(at + VALUE_BYTES_OFFSET),
                UnsafeApi.getInt(at + MAX_ENTRIES_OFFSET))
                .withHashFunctions(UnsafeApi.getInt(at + HASH_FUNCTIONS_OFFSET));
    }

    /** The contents at the start are gone: those of now stand for them. */
    private static MapDefinition globalData(long at, String name, MapType type, boolean isReadOnly) {
        int bytes = UnsafeApi.getInt(at + VALUE_BYTES_OFFSET);
        long room = UnsafeApi.getLong(at + SIZE_OFFSET) - BYTES;
        if (type != MapType.ARRAY || bytes < 1 || bytes > room) {
            throw new IllegalArgumentException("no global data: type=" + type.label() + " valueBytes=" + bytes);
        }
        return MapDefinition.globalData(
                name, ControlMemory.bytesAt(at + BYTES, bytes),
                isReadOnly ? ProgramAccess.READ_ONLY : ProgramAccess.READ_WRITE);
    }

    /** Throws if the memory, whose header was read before, holds another map than the wanted one. */
    static void requireEqual(MapMemory memory, MapDefinition wanted, int threads) {
        long at = memory.address();
        requireEqual("type", number(wanted.type()), at + TYPE_OFFSET);
        requireEqual("keyBytes", wanted.keyBytes(), at + KEY_BYTES_OFFSET);
        requireEqual("valueBytes", wanted.valueBytes(), at + VALUE_BYTES_OFFSET);
        requireEqual("maxEntries", wanted.maxEntries(), at + MAX_ENTRIES_OFFSET);
        requireEqual("hashFunctions", wanted.hashFunctions(), at + HASH_FUNCTIONS_OFFSET);
        requireEqual("number of threads", threads, at + THREADS_OFFSET);
        requireEqual("flags", flags(wanted), at + FLAGS_OFFSET);
        requireEqual("check of the first contents", contentsCheck(wanted), at + CONTENTS_CHECK_OFFSET);
        if (!Arrays.equals(shortened(wanted.name()), shortened(name(at)))) {
            throw new IllegalArgumentException("map has another name: " + name(at) + ", wanted: " + wanted.name());
        }
    }

    private static void requireEqual(String what, int wanted, long at) {
        int found = UnsafeApi.getInt(at);
        if (found != wanted) {
            throw new IllegalArgumentException("map has another " + what + ": " + found + ", wanted: " + wanted);
        }
    }

    static int threads(MapMemory memory) {
        return UnsafeApi.getInt(memory.address() + THREADS_OFFSET);
    }

    private static long magic(MapMemory memory) {
        return UnsafeApi.getLongAcquire(null, memory.address() + MAGIC_OFFSET); // pairs with publish()
    }

    private static int flags(MapDefinition definition) {
        return (definition.isGlobalData() ? FLAG_GLOBAL_DATA : 0)
                | (definition.access() == ProgramAccess.READ_ONLY ? FLAG_READ_ONLY : 0);
    }

    private static int contentsCheck(MapDefinition definition) {
        if (!definition.isGlobalData()) {
            return 0;
        }
        var check = new CRC32C();
        check.update(definition.contents());
        return (int) check.getValue();
    }

    private static byte[] shortened(String name) {
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        return utf8.length < NAME_BYTES ? utf8 : Arrays.copyOf(utf8, NAME_BYTES - 1);
    }

    private static String name(long at) {
        byte[] bytes = ControlMemory.bytesAt(at + NAME_OFFSET, NAME_BYTES);
        int length = 0;
        while (length < NAME_BYTES && bytes[length] != 0) {
            length++;
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    private static int number(MapType type) {
        return type == MapType.COUNT_MIN ? COUNT_MIN_NUMBER : type.linuxNumber();
    }

    private static MapType type(int number) {
        for (MapType type : MapType.values()) {
            if (number(type) == number) {
                return type;
            }
        }
        throw new IllegalArgumentException("map has an unknown type: type=" + number);
    }
}
