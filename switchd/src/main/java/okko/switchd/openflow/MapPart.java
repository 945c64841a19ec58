package okko.switchd.openflow;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import okko.switchd.program.MapEntry;

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
