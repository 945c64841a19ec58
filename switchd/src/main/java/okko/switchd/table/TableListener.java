package okko.switchd.table;

/** Hears of what happens in the flow tables, on the control thread. */
@FunctionalInterface
public interface TableListener {

    /**
     * Hears of one thing, after it was done for good: not of what was undone again. Must not change the tables.
     *
     * @param event that happened
     */
    void happened(TableEvent event);
}
