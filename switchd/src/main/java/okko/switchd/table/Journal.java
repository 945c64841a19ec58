package okko.switchd.table;

import java.util.ArrayList;
import java.util.List;
import okko.switchd.packet.Filter;
import okko.switchd.table.ChangeResult.Changed;

/**
 * How to undo what was done since the outermost {@link Savepoint}, and what is put off until it is done for good.
 * Without a savepoint, what is done is done. Confined to the control thread.
 */
final class Journal {

    private final List<TableListener> listeners = new ArrayList<>();
    private final List<Runnable> undos = new ArrayList<>();
    private final List<TableEvent> events = new ArrayList<>();

    /** Asked by no rule any more. */
    private final List<Filter> unneeded = new ArrayList<>();

    /** Asked by rules that may be undone: then nobody has ever asked them. */
    private final List<Filter> made = new ArrayList<>();

    private int savepoints;
    private boolean isUndoing;
    private int added;
    private int modified;
    private int deleted;

    /** How far it was written at some moment. */
    record Mark(int undos, int events, int unneeded, int made, int added, int modified, int deleted) {}

    void listener(TableListener listener) {
        listeners.add(listener);
    }

    Mark begin() {
        savepoints++;
        return new Mark(undos.size(), events.size(), unneeded.size(), made.size(), added, modified, deleted);
    }

    /** Notes how to undo what is being done. */
    void done(Runnable undo) {
        if (savepoints > 0 && !isUndoing) {
            undos.add(undo);
        }
    }

    void added(List<Filter> filters) {
        added++;
        made(filters);
    }

    void modified() {
        modified++;
    }

    void deleted(List<Filter> filters) {
        deleted++;
        unneeded(filters);
    }

    void made(List<Filter> filters) {
        made.addAll(filters);
    }

    void unneeded(List<Filter> filters) {
        unneeded.addAll(filters);
    }

    void happened(TableEvent event) {
        if (!listeners.isEmpty()) {
            events.add(event);
        }
    }

    /** Undoes what was done since a mark, the last first. */
    void undo(Mark mark) {
        isUndoing = true;
        for (Runnable undo : undos.subList(mark.undos, undos.size()).reversed()) {
            undo.run();
        }
        isUndoing = false;
        made.subList(mark.made, made.size()).forEach(Filter::close);
        truncate(undos, mark.undos);
        truncate(events, mark.events);
        truncate(unneeded, mark.unneeded);
        truncate(made, mark.made);
        added = mark.added;
        modified = mark.modified;
        deleted = mark.deleted;
        savepoints--;
    }

    /** Keeps what was done since a mark, for good if it is the outermost one. */
    Changed keep(Mark mark) {
        savepoints--;
        int[] counts = {added - mark.added, modified - mark.modified, deleted - mark.deleted};
        if (savepoints > 0) {
            return new Changed(counts[0], counts[1], counts[2], List.of());
        }
        Changed changed = new Changed(counts[0], counts[1], counts[2], unneeded);
        List<TableEvent> happened = List.copyOf(events);
        truncate(undos, 0);
        truncate(events, 0);
        truncate(unneeded, 0);
        truncate(made, 0);
        added = 0;
        modified = 0;
        deleted = 0;
        happened.forEach(event -> listeners.forEach(listener -> listener.happened(event)));
        return changed;
    }

    private static void truncate(List<?> list, int size) {
        list.subList(size, list.size()).clear();
    }
}
