package okko.switchd.openflow;

/**
 * A map of a loaded program.
 *
 * @param program    its number
 * @param map        index among the program's maps
 * @param name       symbol in the object file
 * @param type       kind of map, in lower case
 * @param keyBytes   size of a key
 * @param valueBytes size of a value
 * @param maxEntries how many entries there can be
 * @param entries    how many there are
 */
public record MapDescription(int program, int map, String name, String type, int keyBytes, int valueBytes,
        int maxEntries, int entries) {}
