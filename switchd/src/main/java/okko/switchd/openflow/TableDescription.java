package okko.switchd.openflow;

import java.util.Optional;

/**
 * How a table is configured ({@code struct ofp_table_desc}, 1.4).
 *
 * @param table         its number
 * @param miss          what becomes of packets that no rule matches: bits of {@code enum ofp_table_config} of 1.1
 * @param isEvicting    whether flows may be evicted
 * @param evictionFlags what is evicted first: bits of {@code enum ofp_table_mod_prop_eviction_flag}
 * @param vacancy       when controllers are told how full it is; empty if never
 * @param freePercent   how much of it is free
 */
public record TableDescription(int table, int miss, boolean isEvicting, int evictionFlags,
        Optional<ChangeMessage.Vacancy> vacancy, int freePercent) {}
