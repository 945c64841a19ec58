package okko.switchd.openflow.server;

import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import okko.switchd.flow.Field;
import okko.switchd.flow.Flow;
import okko.switchd.openflow.ChangeMessage.TableMod;
import okko.switchd.openflow.OpenFlowError;
import okko.switchd.openflow.OpenFlowException;
import okko.switchd.openflow.StatisticsReply;
import okko.switchd.openflow.StatisticsReply.TableStatistics;
import okko.switchd.openflow.TableDescription;
import okko.switchd.openflow.TableFeatures;
import okko.switchd.table.FlowStatus;
import okko.switchd.table.FlowTables;

/** What controllers ask about tables, and how they configure tables. */
final class TableRequests {

    static final long MAX_ENTRIES = 1_000_000;

    private static final long ALL_METADATA = -1L;

    /** As in Open vSwitch: tools call a table by its number then. */
    private static final String NO_NAME = "";

    // enum ofp_table_mod_prop_eviction_flag
    private static final int EVICT_BY_IMPORTANCE_AND_LIFETIME = 1 << 1 | 1 << 2;

    private final FlowTables tables;

    TableRequests(FlowTables tables) {
        this.tables = tables;
    }

    private static <T> List<T> each(IntFunction<T> of) {
        return IntStream.rangeClosed(0, Flow.MAX_TABLE).mapToObj(of).toList();
    }

    StatisticsReply statistics() {
        Map<Integer, List<FlowStatus>> flows =
                tables.list().stream().collect(Collectors.groupingBy(status -> status.flow().table()));
        return new StatisticsReply.Tables(each(table -> {
            List<FlowStatus> its = flows.getOrDefault(table, List.of());
            long matches = its.stream().mapToLong(FlowStatus::packets).sum();
            return new TableStatistics(table, NO_NAME, MAX_ENTRIES, its.size(), matches, matches);
        }));
    }

    StatisticsReply features(List<TableFeatures> wanted) throws OpenFlowException {
        if (!wanted.isEmpty()) {
            throw new OpenFlowException(OpenFlowError.OFPTFFC_EPERM, "what tables can do does not change");
        }
        return new StatisticsReply.TableFeaturesReply(each(TableRequests::features));
    }

    private static TableFeatures features(int table) {
        BitSet later = new BitSet();
        later.set(table + 1, Flow.MAX_TABLE + 1);
        return new TableFeatures(table, NO_NAME, ALL_METADATA, ALL_METADATA, 0, MAX_ENTRIES, later,
                StandardAction.NUMBERS, EnumSet.allOf(Field.class));
    }

    StatisticsReply descriptions() {
        return new StatisticsReply.TableDescriptions(each(table -> new TableDescription(
                table, 0, false, EVICT_BY_IMPORTANCE_AND_LIFETIME, Optional.empty(), 100)));
    }

    void change(TableMod wanted) throws OpenFlowException {
        throw new OpenFlowException(OpenFlowError.OFPTMFC_BAD_CONFIG, "tables cannot be configured");
    }
}
