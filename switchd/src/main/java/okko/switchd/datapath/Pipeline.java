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
import okko.switchd.packet.Placement;
import okko.switchd.parse.FlowKeyParser;
import org.agrona.LangUtil;

/**
 * The way of a packet through the stages, one packet after the other. Confined to the datapath thread.
 *
 * <p>A filter is asked at most once per packet and rule, in order of priority, and only if none before it matched:
 * each rule is in a decision once. One packet is through before the next begins, so filters that keep state see
 * packets in the order of their arrival, with the cache and without.
 *
 * <p>A filter whose program runs in a processor is asked by sending the packet there; what follows in the batch goes
 * on meanwhile. When it comes back, its decision goes on where it stood, with the port and metadata that it had. So
 * packets that ask the same filters keep their order, while one that asks fewer may overtake them.
 */
final class Pipeline {

    /** What a program answers for a match, in the switch as elsewhere. */
    private static final int MATCH = 1;

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

    /**
     * Takes all packets out of the batch; each belongs to a port or to the pool then, also if something fails: the
     * packet that it fails over is dropped, and the failure thrown when the others are through.
     */
    void process(Batch batch) {
        cacheHits = 0;
        filterRuns = 0;
        Throwable failure = null;
        try {
            for (int i = 0; i < batch.size; i++) {
                try {
                    process(batch, i);
                } catch (RuntimeException | Error e) {
                    failure = e;
                    actions.drop(DropReason.FAULT, batch.buffer[i]); // staging it would have been the last step
                }
            }
            actions.flush();
        } finally {
            stats.processed(batch.size, cacheHits, filterRuns, actions.copies());
            batch.clear();
        }
        if (failure != null) {
            LangUtil.rethrowUnchecked(failure);
        }
    }

    private void process(Batch batch, int i) {
        if (batch.question[i] != null) {
            resume((Decision) batch.question[i], batch, i);
        } else if (batch.lengthBytes[i] < Ethernet.LENGTH_BYTES) {
            actions.drop(DropReason.RUNT, batch.buffer[i]);
        } else if (batch.outPort[i] != Batch.BY_RULES) {
            actions.output(batch.outPort[i], batch, i); // a processor has decided
        } else {
            decide(decision(batch, i), batch, i);
        }
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

    /** Asks filters until one matches, none is left to ask, or the next one has to be asked elsewhere. */
    private void decide(Decision decision, Batch batch, int i) {
        Decision candidate = decision;
        while (!candidate.isFinal()) {
            filterRuns++;
            Rule rule = candidate.rule();
            if (!rule.placement().isInSwitch()) {
                actions.ask(rule.placement().port(), candidate, batch, i);
                return;
            }
            if (rule.filterMatches(batch.address[i], batch.lengthBytes[i])) {
                break;
            }
            candidate = candidate.otherwise();
        }
        execute(candidate.rule(), batch, i);
    }

    /** Goes on with a packet that was elsewhere for the answer to its decision's first filter. */
    private void resume(Decision asked, Batch batch, int i) {
        boolean matches = batch.answer[i] == MATCH;
        asked.rule().filterAnswered(matches);
        if (asked.table() != table) {
            decideAnew(asked.rule().placement(), matches, batch, i);
        } else if (matches) {
            execute(asked.rule(), batch, i);
        } else {
            decide(asked.otherwise(), batch, i);
        }
    }

    /**
     * Decides by the rules of now about a packet that comes back to other rules than it left. The program that has
     * answered is not asked again by the first rule that wants to ask it, if no other one elsewhere comes before.
     */
    private void decideAnew(Placement answered, boolean answer, Batch batch, int i) {
        Decision candidate = decision(batch, i);
        while (!candidate.isFinal() && candidate.rule().placement() != answered) {
            filterRuns++;
            Rule rule = candidate.rule();
            if (!rule.placement().isInSwitch()) {
                actions.ask(rule.placement().port(), candidate, batch, i);
                return;
            }
            if (rule.filterMatches(batch.address[i], batch.lengthBytes[i])) {
                execute(rule, batch, i);
                return;
            }
            candidate = candidate.otherwise();
        }
        if (candidate.isFinal() || answer) {
            execute(candidate.rule(), batch, i);
        } else {
            decide(candidate.otherwise(), batch, i);
        }
    }

    /** Does what a rule says; no rule stands for a packet that misses the table. */
    private void execute(Rule rule, Batch batch, int i) {
        if (rule == null) {
            actions.drop(DropReason.TABLE_MISS, batch.buffer[i]);
        } else {
            rule.counters().matched(batch.lengthBytes[i]);
            actions.execute(rule.outputPorts(), batch, i);
        }
    }
}
