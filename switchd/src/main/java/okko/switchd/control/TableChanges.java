package okko.switchd.control;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import okko.switchd.classify.Tables;
import okko.switchd.datapath.Datapaths;
import okko.switchd.packet.Filter;
import okko.switchd.table.ChangeResult;
import okko.switchd.table.FlowTables;

/**
 * Changes of the flow table while traffic flows: the control thread changes it, each datapath thread takes the new
 * rules over between two batches, and only when all have are filters closed that no rule asks any more.
 */
public final class TableChanges {

    private final FlowTables table;
    private final Datapaths datapaths;
    private final DatapathCalls calls;

    /**
     * Connects a table to the datapath threads that have its rules.
     *
     * @param table     on the control thread
     * @param datapaths that have its rules
     * @param calls     to their threads
     */
    public TableChanges(FlowTables table, Datapaths datapaths, DatapathCalls calls) {
        this.table = table;
        this.datapaths = datapaths;
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
    public CompletableFuture<List<Filter>> change(Function<FlowTables, List<Filter>> change) {
        List<Filter> unneeded = change.apply(table);
        Tables tables = table.snapshot();
        return calls.askEach(thread -> {
            datapaths.agents().get(thread).replaceTables(tables);
            return thread;
        }).thenApply(_ -> close(unneeded));
    }

    /**
     * Changes the table; on the control thread.
     *
     * @param change returns the filters that are not needed any more
     * @param first  done while all datapath threads stand still, when the old filters do not run any more and new ones
     *               not yet; short
     * @return these, closed, as soon as the datapath has taken the new rules over
     */
    CompletableFuture<List<Filter>> change(Function<FlowTables, List<Filter>> change, Runnable first) {
        List<Filter> unneeded = change.apply(table);
        Tables tables = table.snapshot();
        return calls.ask(() -> {
            first.run();
            datapaths.replaceTables(tables);
            return unneeded;
        }).thenApply(TableChanges::close);
    }

    private static List<Filter> close(List<Filter> filters) {
        filters.forEach(Filter::close);
        return filters;
    }
}
