package okko.switchd.classify;

import java.util.Map;
import okko.switchd.flow.Flow;
import okko.switchd.flow.Group;
import okko.switchd.flow.Meter;

/**
 * All tables, groups and meters of the switch at one moment. Immutable: the control thread makes a new one for each
 * change, which shares what did not change, and every datapath thread takes it over between two batches.
 *
 * @param generation larger than that of all tables before
 * @param tables     by number, 0 to 254; those without rules are left out
 * @param groups     by number; those that rules and other groups speak of are all there, and none leads to itself
 * @param meters     by number; those that rules speak of are all there
 * @param facilities what else actions use
 */
public record Tables(
        long generation, Map<Integer, Classifier> tables, Map<Integer, Group> groups, Map<Integer, Meter> meters,
        Facilities facilities) {

    /** Highest number of a table. */
    public static final int MAX_TABLE = Flow.MAX_TABLE;

    /** No rules at all. */
    public static final Tables EMPTY = new Tables(0, Map.of());

    /** Copies what is not immutable yet. */
    public Tables {
        tables = Map.copyOf(tables);
        groups = Map.copyOf(groups);
        meters = Map.copyOf(meters);
    }

    /**
     * Makes tables without groups and meters.
     *
     * @param generation larger than that of all tables before
     * @param tables     by number
     */
    public Tables(long generation, Map<Integer, Classifier> tables) {
        this(generation, tables, Map.of(), Map.of(), Facilities.NONE);
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
