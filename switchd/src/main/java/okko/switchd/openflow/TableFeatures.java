package okko.switchd.openflow;

import java.util.BitSet;
import java.util.Set;
import okko.switchd.flow.Field;

/**
 * What a table can do ({@code struct ofp_table_features}).
 *
 * @param table         its number
 * @param name          at most 31 bytes
 * @param metadataMatch bits of the metadata that can be matched
 * @param metadataWrite bits of the metadata that can be written
 * @param config        bits of {@code enum ofp_table_config}
 * @param maxEntries    how many flows it can have
 * @param nextTables    where {@code goto_table} can lead to, bit i of the bit set for table i
 * @param actions       numbers of {@code enum ofp_action_type} that instructions can have
 * @param fields        that can be matched, under any mask, and those of them that can be written
 */
public record TableFeatures(int table, String name, long metadataMatch, long metadataWrite, int config,
        long maxEntries, BitSet nextTables, Set<Integer> actions, Set<Field> fields) {}
