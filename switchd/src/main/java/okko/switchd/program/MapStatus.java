package okko.switchd.program;

/**
 * A map of a loaded program, at one moment.
 *
 * @param index      among the program's maps
 * @param name       symbol in the object file
 * @param type       kind of map, in lower case
 * @param keyBytes   size of a key
 * @param valueBytes size of a value
 * @param maxEntries how many entries there can be
 * @param size       how many there are
 */
public record MapStatus(
        int index, String name, String type, int keyBytes, int valueBytes, int maxEntries, int size) {}
