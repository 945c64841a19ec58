package okko.switchd.openflow.server;

import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import okko.switchd.flow.Field;
import okko.switchd.flow.Flow;
import okko.switchd.openflow.ChangeMessage.TableMod;
import okko.switchd.openflow.OpenFlowError;
import okko.switchd.openflow.OpenFlowException;
import okko.switchd.openflow.StatisticsReply;
import okko.switchd.openflow.TableFeatures;
import okko.switchd.table.FlowTables;

/** What controllers ask about tables, and how they configure tables. */
final class TableRequests {

    private static final long ALL_METADATA = -1L;

    /** As in Open vSwitch: tools call a table by its number then. */
    private static final String NO_NAME = "";

    private final FlowTables tables;

    TableRequests(FlowTables tables) {
        this.tables = tables;
    }

    private static <T> List<T> each(IntFunction<T> of) {
        return IntStream.rangeClosed(0, Flow.MAX_TABLE).mapToObj(of).toList();
    }

    StatisticsReply statistics() {
        return new StatisticsReply.Tables(each(tables::statistics));
    }

    StatisticsReply features(List<TableFeatures> wanted) throws OpenFlowException {
        if (!wanted.isEmpty()) {
            throw new OpenFlowException(OpenFlowError.OFPTFFC_EPERM, "what tables can do does not change");
        }
        return new StatisticsReply.TableFeaturesReply(each(this::features));
    }

    private TableFeatures features(int table) {
        BitSet later = new BitSet();
        later.set(table + 1, Flow.MAX_TABLE + 1);
        return new TableFeatures(table, NO_NAME, ALL_METADATA, ALL_METADATA, 0,
                tables.statistics(table).maxEntries(), later, StandardAction.NUMBERS, EnumSet.allOf(Field.class));
    }

    StatisticsReply descriptions() {
        return new StatisticsReply.TableDescriptions(each(tables::describe));
    }

    void change(TableMod wanted) throws OpenFlowException {
        tables.change(wanted);
    }
}
