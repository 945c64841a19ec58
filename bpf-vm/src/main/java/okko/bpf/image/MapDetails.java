package okko.bpf.image;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import okko.bpf.btf.DataType;

/**
 * What an object file tells of a map besides its layout.
 *
 * @param key      type of the keys, as many bytes as they have; {@code null} if unknown
 * @param value    type of the values, or of a section of global data; {@code null} if unknown
 * @param programs names of the programs that a program array holds at the start, by index
 */
public record MapDetails(DataType key, DataType value, SortedMap<Integer, String> programs) {

    /** What is known of a map whose definition is all that there is. */
    public static final MapDetails NONE = new MapDetails(null, null, Collections.emptySortedMap());

    /** Copies the programs. */
    public MapDetails {
        programs = Collections.unmodifiableSortedMap(new TreeMap<>(programs));
    }
}
