package okko.switchd.classify;

import java.util.Map;

/**
 * All tables of the switch at one moment. Immutable: the control thread makes a new one for each change, and every
 * datapath thread takes it over between two batches.
 *
 * @param generation larger than that of all tables before
 * @param tables     by number, 0 to 254; those without rules are left out
 */
public record Tables(long generation, Map<Integer, Classifier> tables) {

    /** Highest number of a table (OpenFlow 1.3, {@code OFPTT_MAX}). */
    public static final int MAX_TABLE = 254;

    /** No rules at all. */
    public static final Tables EMPTY = new Tables(0, Map.of());

    /** Copies. */
    public Tables {
        tables = Map.copyOf(tables);
    }

    /**
     * Finds a table.
     *
     * @param number of it
     * @return the table, empty if nobody has put a rule there
     */
    public Classifier table(int number) {
        return tables.getOrDefault(number, Classifier.EMPTY);
    }
}
