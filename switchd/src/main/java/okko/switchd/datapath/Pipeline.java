package okko.switchd.datapath;

import okko.ringshm.wire.Ethernet;
import okko.switchd.action.ActionExecutor;
import okko.switchd.cache.ExactMatchCache;
import okko.switchd.classify.Decision;
import okko.switchd.classify.Rule;
import okko.switchd.classify.RuleTable;
import okko.switchd.flow.FlowKey;
import okko.switchd.packet.Batch;
import okko.switchd.packet.DropReason;
import okko.switchd.parse.FlowKeyParser;

/**
 * The way of a packet through the stages, one packet after the other. Confined to the datapath thread.
 *
 * <p>A filter is asked at most once per packet and rule, in order of priority, and only if none before it matched:
 * each rule is in a decision once. One packet is through before the next begins, so filters that keep state see
 * packets in the order of their arrival, with the cache and without.
 */
final class Pipeline {

    private final ExactMatchCache<Decision> cache;
    private final CacheMode cacheMode;
    private final ActionExecutor actions;
    private final DatapathStats stats;
    private final long[] key = new long[FlowKey.WORDS];

    private RuleTable table;
    private int cacheHits;
    private int filterRuns;

    Pipeline(DatapathConfig config, ActionExecutor actions, DatapathStats stats, RuleTable table) {
        this.cache = new ExactMatchCache<>(config.hashSeed());
        this.cacheMode = config.cache();
        this.actions = actions;
        this.stats = stats;
        this.table = table;
    }

    /** Replaces the rules; what the cache holds came from the old ones. */
    void replaceTable(RuleTable newTable) {
        table = newTable;
        cache.clear();
    }

    /** Takes all packets out of the batch; on return each belongs to a port or to the pool. */
    void process(Batch batch) {
        cacheHits = 0;
        filterRuns = 0;
        for (int i = 0; i < batch.size; i++) {
            if (batch.lengthBytes[i] < Ethernet.LENGTH_BYTES) {
                actions.drop(DropReason.RUNT, batch.buffer[i]);
                continue;
            }
            if (batch.outPort[i] != Batch.BY_RULES) {
                actions.output(batch.outPort[i], batch, i); // a processor has decided
                continue;
            }
            Rule rule = decide(decision(batch, i), batch.address[i], batch.lengthBytes[i]);
            if (rule == null) {
                actions.drop(DropReason.TABLE_MISS, batch.buffer[i]);
            } else {
                rule.counters().matched(batch.lengthBytes[i]);
                actions.execute(rule.outputPorts(), batch, i);
            }
        }
        actions.flush();
        stats.processed(batch.size, cacheHits, filterRuns, actions.copies());
        batch.clear();
    }

    private Decision decision(Batch batch, int i) {
        FlowKeyParser.parse(batch.address[i], batch.lengthBytes[i], batch.inPort[i], batch.metadata[i], key, 0);
        if (cacheMode == CacheMode.NONE) {
            return table.classify(key);
        }
        table.clearUnusedBits(key);
        long hash = cache.hash(key);
        Decision decision = cache.find(hash, key);
        if (decision != null) {
            cacheHits++;
        } else {
            decision = table.classify(key);
            cache.put(hash, key, decision);
        }
        return decision;
    }

    /** Asks filters until one matches, or none is left to ask; returns no rule if the packet misses the table. */
    private Rule decide(Decision decision, long frame, int lengthBytes) {
        Decision candidate = decision;
        while (!candidate.isFinal()) {
            filterRuns++;
            if (candidate.rule().filterMatches(frame, lengthBytes)) {
                break;
            }
            candidate = candidate.otherwise();
        }
        return candidate.rule();
    }
}
