package okko.switchd.control;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import okko.switchd.datapath.DatapathAgent;
import okko.switchd.packet.Filter;
import okko.switchd.table.ChangeResult;
import okko.switchd.table.FlowTables;

/**
 * Changes of the flow table while traffic flows: the control thread changes it, the datapath thread takes the new rules
 * over between two batches, and only then are filters closed that no rule asks any more.
 */
public final class TableChanges {

    private final FlowTables table;
    private final DatapathAgent datapath;
    private final DatapathCalls calls;

    /**
     * Connects a table to the datapath that has its rules.
     *
     * @param table    on the control thread
     * @param datapath that has its rules
     * @param calls    to the datapath's thread
     */
    public TableChanges(FlowTables table, DatapathAgent datapath, DatapathCalls calls) {
        this.table = table;
        this.datapath = datapath;
        this.calls = calls;
    }

    /**
     * Changes the tables and tells what came of it; on the control thread.
     *
     * @param change of the tables
     * @return what it returned, as soon as the datapath has taken the new rules over
     */
    CompletableFuture<ChangeResult.Changed> make(Function<FlowTables, ChangeResult.Changed> change) {
        ChangeResult.Changed changed = change.apply(table);
        return change(_ -> changed.unneeded()).thenApply(_ -> changed);
    }

    /**
     * Changes the table; on the control thread.
     *
     * @param change returns the filters that are not needed any more
     * @return these, closed, as soon as the datapath has taken the new rules over
     */
    CompletableFuture<List<Filter>> change(Function<FlowTables, List<Filter>> change) {
        return change(change, () -> { });
    }

    /**
     * Changes the table; on the control thread.
     *
     * @param change returns the filters that are not needed any more
     * @param first  done on the datapath thread when the old filters do not run any more, and new ones not yet; short
     * @return these, closed, as soon as the datapath has taken the new rules over
     */
    CompletableFuture<List<Filter>> change(Function<FlowTables, List<Filter>> change, Runnable first) {
        List<Filter> unneeded = change.apply(table);
        var tables = table.snapshot();
        return calls.ask(() -> {
            first.run();
            datapath.replaceTables(tables);
            return unneeded;
        }).thenApply(filters -> {
            filters.forEach(Filter::close);
            return filters;
        });
    }
}
