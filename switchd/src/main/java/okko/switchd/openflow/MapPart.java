package okko.switchd.openflow;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import okko.switchd.program.MapEntry;
import okko.switchd.program.MapStatus;

/**
 * Entries of a map, or a part of them: each is a key and its value, one behind the other without gaps.
 *
 * @param program    whose map
 * @param map        index among the program's maps
 * @param keyBytes   size of a key
 * @param valueBytes size of what follows each key; of a map with a value per thread that of all of them together
 * @param entries    as they stand in memory
 */
public record MapPart(int program, int map, int keyBytes, int valueBytes, Part entries) {

    /**
     * Takes all entries of a map as one part.
     *
     * @param program whose map
     * @param index   of the map
     * @param map     what it is
     * @param entries each with a key and a value as long as those of the others
     * @return the only part
     */
    public static MapPart of(int program, int index, MapStatus map, List<MapEntry> entries) {
        int valueBytes = entries.isEmpty() ? map.valueBytes() : entries.getFirst().value().length;
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(entries.size(), map.keyBytes() + valueBytes));
        entries.forEach(entry -> bytes.put(entry.key()).put(entry.value()));
        return new MapPart(program, index, map.keyBytes(), valueBytes, Part.whole(bytes.array()));
    }

    /**
     * Reads the entries, of all parts put together.
     *
     * @param bytes the whole
     * @return the entries in order
     * @throws IllegalArgumentException if the bytes are no whole number of entries
     */
    public List<MapEntry> entries(byte[] bytes) {
        long entryBytes = (long) keyBytes + valueBytes;
        if (entryBytes <= 0 ? bytes.length > 0 : bytes.length % entryBytes != 0) {
            throw new IllegalArgumentException("%d bytes are no whole number of entries with keys of %s and values of"
                    + " %s bytes".formatted(bytes.length, Integer.toUnsignedString(keyBytes),
                            Integer.toUnsignedString(valueBytes)));
        }
        int count = bytes.length == 0 ? 0 : (int) (bytes.length / entryBytes);
        return IntStream.range(0, count).mapToObj(i -> entry(bytes, i * (int) entryBytes)).toList();
    }

    private MapEntry entry(byte[] bytes, int offset) {
        int middle = offset + keyBytes;
        return new MapEntry(Arrays.copyOfRange(bytes, offset, middle),
                Arrays.copyOfRange(bytes, middle, middle + valueBytes));
    }

    /**
     * The same of another part.
     *
     * @param other part of the entries
     * @return of it
     */
    public MapPart with(Part other) {
        return new MapPart(program, map, keyBytes, valueBytes, other);
    }
}
