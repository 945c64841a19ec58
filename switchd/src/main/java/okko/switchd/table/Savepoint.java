package okko.switchd.table;

/**
 * A moment to which flows, groups and meters can be brought back. From then on changes wait to be kept: listeners hear
 * of them, and filters are given back, only when the outermost savepoint is. Savepoints end in the opposite order of
 * their beginning, each by exactly one of the methods here. No snapshot is to be taken before.
 */
public final class Savepoint {

    private final Journal journal;
    private final Journal.Mark mark;

    Savepoint(Journal journal) {
        this.journal = journal;
        mark = journal.begin();
    }

    /** Undoes all changes since. */
    public void undo() {
        journal.undo(mark);
    }

    /**
     * Keeps all changes since.
     *
     * @return what they were
     */
    public ChangeResult.Changed keep() {
        return journal.keep(mark);
    }
}
