package okko.switchd.openflow.text;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.StringJoiner;
import okko.switchd.flow.Field;
import okko.switchd.flow.FieldAccess;
import okko.switchd.openflow.ChangeMessage.TableMod;
import okko.switchd.openflow.OpenFlowVersion;
import okko.switchd.openflow.StatisticsReply.TableStatistics;
import okko.switchd.openflow.TableDescription;
import okko.switchd.openflow.TableFeatures;

/** Tables: what they can do, how they are configured, and what they counted. */
public final class TableText {

    private static final List<String> EVICTION = List.of("OTHER", "IMPORTANCE", "LIFETIME");

    /** What every table of OpenFlow 1.0 can match. */
    private static final String MATCHING_10 = """
                matching:
                  exact match or wildcard: in_port eth_{src,dst,type} vlan_{vid,pcp} ip_{src,dst} nw_{proto,tos} \
            tcp_{src,dst}
            """;

    private TableText() {}

    /** Writes one entry of a list, given the one before it; nothing at all if there is nothing new. */
    private interface Entry<T> {
        String print(T before, T entry);
    }

    static String statistics(List<TableStatistics> tables, OpenFlowVersion version) {
        boolean isFirst = version == OpenFlowVersion.V1_0;
        return list(tables, TableStatistics::table, (before, table) -> {
            String counts = "    active=%d, lookup=%s, matched=%s\n".formatted(table.flows(),
                    PortText.count(table.lookups()), PortText.count(table.matches()));
            if (!isFirst) {
                return counts;
            }
            boolean isSame = before != null && before.maxEntries() == table.maxEntries();
            return counts + (isSame ? "    (same features)\n" : "    max_entries=" + table.maxEntries() + "\n"
                    + MATCHING_10);
        }, TableText::hasSameCounts).stream().reduce("\n", (all, entry) -> all.equals("\n") ? all + entry
                : all + "\n" + entry);
    }

    private static boolean hasSameCounts(TableStatistics one, TableStatistics other) {
        return one.flows() == other.flows() && one.lookups() == other.lookups() && one.matches() == other.matches()
                && one.maxEntries() == other.maxEntries();
    }

    /**
     * Writes what tables can do.
     *
     * @param tables  in order
     * @param version that they were told in
     * @return an entry for each table, or for several that can do the same; each ends its last line
     */
    public static List<String> features(List<TableFeatures> tables, OpenFlowVersion version) {
        return list(tables, TableFeatures::table, (before, table) -> features(before, table, version),
                TableText::hasSameFeatures);
    }

    private static boolean hasSameFeatures(TableFeatures one, TableFeatures other) {
        return one.metadataMatch() == other.metadataMatch() && one.metadataWrite() == other.metadataWrite()
                && one.config() == other.config() && one.maxEntries() == other.maxEntries()
                && one.nextTables().isEmpty() == other.nextTables().isEmpty()
                && one.actions().equals(other.actions())
                && one.fields().equals(other.fields());
    }

    private static String features(TableFeatures before, TableFeatures table, OpenFlowVersion version) {
        StringBuilder text = new StringBuilder("    metadata: match=0x%x write=0x%x\n"
                .formatted(table.metadataMatch(), table.metadataWrite()));
        if (version.isAtLeast(OpenFlowVersion.V1_4)) {
            text.append("    eviction: not supported\n    vacancy events: not supported\n");
        }
        text.append("    max_entries=").append(table.maxEntries()).append('\n');
        text.append("    instructions (table miss and others):\n");
        boolean hasNext = !table.nextTables().isEmpty();
        text.append(hasNext ? "      next tables: " + ranges(table.nextTables()) + "\n" : "");
        text.append("      instructions: ").append(version.isAtLeast(OpenFlowVersion.V1_5) ? "" : "meter ")
                .append("apply_actions clear_actions write_actions write_metadata")
                .append(hasNext ? " goto_table\n" : "\n");
        if (before != null && before.actions().equals(table.actions()) && before.fields().equals(table.fields())) {
            return text.append("      (same actions)\n    (same matching)\n").toString();
        }
        int actions = table.actions().stream().reduce(0, (bits, number) -> bits | 1 << number);
        return text.append("      Write-Actions and Apply-Actions features:\n        actions: ")
                .append(ActionNames.print(actions, version))
                .append("\n        supported on Set-Field: ")
                .append(FieldNames.print(table.fields(), field -> field.access() == FieldAccess.READ_WRITE))
                .append("\n    matching:\n      arbitrary mask: ")
                .append(FieldNames.print(table.fields(), Field::isMaskable))
                .append("\n      exact match or wildcard: ")
                .append(FieldNames.print(table.fields(), field -> !field.isMaskable())).append('\n').toString();
    }

    private static String ranges(BitSet tables) {
        StringJoiner words = new StringJoiner(",");
        for (int from = tables.nextSetBit(0); from >= 0; ) {
            int end = tables.nextClearBit(from);
            words.add(end == from + 1 ? Integer.toString(from) : from + "-" + (end - 1));
            from = tables.nextSetBit(end);
        }
        return words.toString();
    }

    /** Numbers a table. */
    private interface Number<T> {
        int of(T entry);
    }

    /** Tells whether two entries would be written alike. */
    private interface Likeness<T> {
        boolean isAlike(T one, T other);
    }

    private static <T> List<String> list(List<T> tables, Number<T> number, Entry<T> entry, Likeness<T> likeness) {
        List<String> entries = new ArrayList<>();
        T before = null;
        int at = 0;
        while (at < tables.size()) {
            T table = tables.get(at);
            if (before != null && likeness.isAlike(before, table)) {
                int first = number.of(table);
                while (at + 1 < tables.size() && likeness.isAlike(before, tables.get(at + 1))) {
                    at++;
                }
                int last = number.of(tables.get(at));
                entries.add(first == last ? "  table " + first + ": ditto\n"
                        : "  tables " + first + "..." + last + ": ditto\n");
            } else {
                entries.add("  table " + number.of(table) + ":\n" + entry.print(before, table));
            }
            before = tables.get(at++);
        }
        return entries;
    }

    static String descriptions(List<TableDescription> tables) {
        StringBuilder text = new StringBuilder();
        for (TableDescription table : tables) {
            text.append("\n  table ").append(table.table()).append(":\n").append(description(table));
        }
        return text.toString();
    }

    static String description(TableDescription table) {
        String vacancy = table.vacancy().map(told -> "   vacancy=on vacancy_down=%d%% vacancy_up=%d%% vacancy=%d%%\n"
                .formatted(told.downPercent(), told.upPercent(), table.freePercent()))
                .orElse("   vacancy=off\n");
        return "   eviction=" + (table.isEvicting() ? "on" : "off") + " eviction_flags="
                + (table.evictionFlags() == 0 ? "(none)" : Bits.print(table.evictionFlags(), "|", EVICTION))
                + "\n" + vacancy;
    }

    static String modification(TableMod change) {
        StringBuilder text = new StringBuilder(change.table() == 0xff ? " table_id: ALL_TABLES"
                : " table_id=" + change.table());
        change.miss().ifPresent(miss -> text.append(", flow_miss_config=").append(switch (miss) {
            case 0 -> "controller";
            case 1 -> "continue";
            case 2 -> "drop";
            default -> "Unknown";
        }));
        change.eviction().ifPresent(eviction -> text.append(", eviction=").append(eviction ? "on" : "off"));
        if (change.evictionFlags() != 0) {
            text.append(", eviction_flags=").append(Bits.print(change.evictionFlags(), "|", EVICTION));
        }
        change.vacancy().ifPresent(vacancy -> text.append(vacancy.isOn()
                ? ", vacancy=on vacancy_down=%d%% vacancy_up=%d%%".formatted(vacancy.downPercent(),
                        vacancy.upPercent())
                : ", vacancy=off"));
        return text.append('\n').toString();
    }
}
