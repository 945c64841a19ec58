package okko.switchd.datapath;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import okko.switchd.action.Continuation;
import okko.switchd.action.Step;
import okko.switchd.cache.CachedFlow;
import okko.switchd.cache.ExactMatchCache;
import okko.switchd.cache.MegaflowCache;
import okko.switchd.classify.Tables;
import okko.switchd.datapath.DatapathStats.Count;
import okko.switchd.flow.FlowKey;
import okko.switchd.flow.Match;
import okko.switchd.packet.Packet;
import okko.switchd.parse.FlowKeyParser;
import okko.switchd.translate.Directive;
import okko.switchd.translate.Translator;

/**
 * What is to be done with a packet of this key? As the caches remember, or else as the tables say. Confined to the
 * datapath thread.
 *
 * <p>When the tables change, the caches keep their flows. Each is translated anew when a packet comes that it fits, and
 * before that packet goes its way, or by and by; so no step of old tables is ever begun. Flows without packets are let
 * go.
 */
final class FlowLookup {

    // How much of the cache is looked at for what has been idle, and how often: all of it within seconds.
    private static final int SLOTS_PER_SWEEP = 128;
    private static final long SWEEP_INTERVAL_NS = 1_000_000;

    /** How many flows of old tables are translated then; packets renew the others. */
    private static final int RENEWALS_PER_SWEEP = 16;

    /** For how long a flow of old tables stays that nothing renews. */
    private static final long STALE_TIMEOUT_NS = 100_000_000;

    private final CacheMode mode;
    private final long idleTimeoutNs;
    private final ExactMatchCache<Step> exactMatches;
    private final MegaflowCache<Step> megaflows;
    private final Translator translator;
    private final long[] mask = new long[FlowKey.WORDS];
    private final Predicate<CachedFlow<Step>> stays = this::stays;

    private long generation;
    private long nowNs;
    private long sweptNs;
    private int renewals;
    private long exactHits;
    private long megaflowHits;
    private long translations;
    private long lookedUpAgain;

    FlowLookup(DatapathConfig config) {
        mode = config.cache().mode();
        idleTimeoutNs = config.cache().idleTimeout().toNanos();
        exactMatches = new ExactMatchCache<>(config.hashSeed());
        megaflows = new MegaflowCache<>(config.hashSeed(), config.cache().flowLimit());
        translator = new Translator(config.thread(), config.hashSeed());
    }

    /** Takes other tables; the flows in the caches hold no more, until they are renewed one by one. */
    void replaceTables(Tables tables) {
        translator.tables(tables);
        generation = tables.generation();
    }

    /** {@return generation of the tables} */
    long generation() {
        return generation;
    }

    /** Counts the packet in its flow. {@return the first step of its way} */
    Step firstStep(Packet packet) {
        return find(packet, translator.start());
    }

    /**
     * Parses a packet in the middle of its way, and counts it in the flow that it is of from there on.
     *
     * @param packet       whose bytes may be others than when it was looked up last
     * @param continuation what remains to be done
     * @return the first step of that
     */
    Step findAgain(Packet packet, Continuation continuation) {
        packet.pass = continuation.number();
        FlowKeyParser.parse(packet);
        if (continuation.number() == Continuation.NOT_KEPT) {
            return translate(packet.key, continuation);
        }
        lookedUpAgain++;
        return find(packet, continuation);
    }

    /** Finds the steps for a packet that somebody says what is to be done with. {@return the first of them} */
    Step stepOf(Directive directive, Packet packet) {
        translations++;
        Arrays.fill(mask, 0);
        return translator.translate(packet.key, directive, mask);
    }

    private Step find(Packet packet, Continuation continuation) {
        if (mode == CacheMode.NONE) {
            return translate(packet.key, continuation);
        }
        CachedFlow<Step> flow = mode == CacheMode.ALL ? exactMatches.find(packet.key) : null;
        if (flow != null && flow.holdsFor(generation)) {
            exactHits++;
        } else {
            flow = search(packet.key, continuation);
        }
        flow.count(packet.lengthBytes, nowNs);
        return flow.value();
    }

    private CachedFlow<Step> search(long[] key, Continuation continuation) {
        CachedFlow<Step> flow = megaflows.find(key);
        if (flow != null && flow.holdsFor(generation)) {
            megaflowHits++;
        } else {
            flow = learn(key, continuation, flow);
        }
        if (mode == CacheMode.ALL) {
            exactMatches.put(key, flow, generation);
        }
        return flow;
    }

    /** Translates; an old flow is kept if packets of the same keys still go one way. */
    private CachedFlow<Step> learn(long[] key, Continuation continuation, CachedFlow<Step> old) {
        Step first = translate(key, continuation);
        if (old != null && old.looksAt(mask)) {
            old.renew(first, generation);
            return old;
        }
        if (old != null) {
            megaflows.remove(old);
        }
        return megaflows.add(key, mask, first, generation, nowNs);
    }

    private Step translate(long[] key, Continuation continuation) {
        translations++;
        Arrays.fill(mask, 0);
        return translator.translate(key, continuation, mask);
    }

    /**
     * Says what time it is, and lets go of some of what has been idle. Needed every millisecond, not every packet.
     *
     * @param timeNs now
     */
    void tick(long timeNs) {
        nowNs = timeNs;
        if (nowNs - sweptNs >= SWEEP_INTERVAL_NS) {
            sweptNs = nowNs;
            exactMatches.lookAtNoMoreThan(megaflows);
            renewals = RENEWALS_PER_SWEEP;
            megaflows.sweep(SLOTS_PER_SWEEP, stays);
        }
    }

    private boolean stays(CachedFlow<Step> flow) {
        long idleNs = nowNs - flow.usedNs();
        if (flow.holdsFor(generation)) {
            return idleNs < idleTimeoutNs;
        }
        if (idleNs < idleTimeoutNs && renewals > 0) {
            renewals--;
            Continuation continuation = translator.continuation(FlowKey.pass(flow.key()));
            if (continuation == null) {
                return false; // no step leads there any more
            }
            Step first = translate(flow.key(), continuation);
            if (flow.looksAt(mask)) {
                flow.renew(first, generation);
                return true;
            }
            return false;
        }
        return idleNs < Math.min(STALE_TIMEOUT_NS, idleTimeoutNs); // it is in the way of searches, and knows nothing
    }

    /** Describes cached flows that hold for the tables and have not been idle: numbers at once, texts later. */
    List<Supplier<CachedFlowStatus>> cachedFlows(int limit) {
        List<Supplier<CachedFlowStatus>> described = new ArrayList<>();
        megaflows.forEach(limit, flow -> {
            if (flow.holdsFor(generation) && nowNs - flow.usedNs() < idleTimeoutNs) {
                described.add(describe(flow));
            }
        });
        return described;
    }

    private Supplier<CachedFlowStatus> describe(CachedFlow<Step> flow) {
        long[] key = flow.key();
        long[] bits = flow.mask();
        Step first = flow.value();
        long packets = flow.packets();
        long bytes = flow.bytes();
        long idleNs = nowNs - flow.usedNs();
        return () -> new CachedFlowStatus(Match.of(key, bits), key[FlowKey.MARK_AND_PASS] & 0xffffffffL,
                first.toString(), packets, bytes, idleNs);
    }

    /** Says what was counted. */
    void publish(DatapathStats stats) {
        stats.set(Count.EXACT_HITS, exactHits);
        stats.set(Count.MEGAFLOW_HITS, megaflowHits);
        stats.set(Count.MISSES, translations);
        stats.set(Count.LOOKED_UP_AGAIN, lookedUpAgain);
        stats.set(Count.SEARCHES, megaflows.searches());
        stats.set(Count.MASKS_SEARCHED, megaflows.masksSearched());
        stats.set(Count.FLOWS, megaflows.size());
        stats.set(Count.MASKS, megaflows.maskCount());
        stats.set(Count.FLOWS_EVICTED, megaflows.evictions());
        stats.set(Count.MASKS_EVICTED, megaflows.maskEvictions());
    }
}
