package okko.switchd.datapath;

import okko.ringshm.wire.Ethernet;
import okko.switchd.action.ActionExecutor;
import okko.switchd.action.Away;
import okko.switchd.action.Continuation;
import okko.switchd.action.Step;
import okko.switchd.cache.ExactMatchCache;
import okko.switchd.classify.Tables;
import okko.switchd.flow.FlowKey;
import okko.switchd.packet.Batch;
import okko.switchd.packet.DropReason;
import okko.switchd.packet.Packet;
import okko.switchd.parse.FlowKeyParser;
import okko.switchd.translate.Translator;
import org.agrona.LangUtil;

/**
 * The way of a packet through the stages, one packet after the other. Confined to the datapath thread.
 *
 * <p>A filter is asked at most once per packet and rule, in order of priority, and only if none before it matched. One
 * packet is through before the next begins, so filters that keep state see packets in the order of their arrival, with
 * the caches and without.
 *
 * <p>A filter whose program runs in a processor is asked by sending the packet there; what follows in the batch goes
 * on meanwhile. When it comes back, its way goes on where it stood, with the port and metadata that it had. So packets
 * that ask the same filters keep their order, while one that asks fewer may overtake them.
 */
final class Pipeline {

    private final ExactMatchCache<Step> cache;
    private final CacheMode cacheMode;
    private final ActionExecutor actions;
    private final DatapathStats stats;
    private final Translator translator;
    private final Packet packet = new Packet();
    private final long[] mask = new long[FlowKey.WORDS];
    private int cacheHits;
    private int lookedUpAgain;

    Pipeline(DatapathConfig config, ActionExecutor actions, DatapathStats stats) {
        this.cache = new ExactMatchCache<>(config.hashSeed());
        this.cacheMode = config.cache();
        this.actions = actions;
        this.stats = stats;
        translator = new Translator(config.thread(), config.hashSeed());
        actions.lookUpIn(this::findAgain);
        actions.parseWith(FlowKeyParser::parse);
    }

    /** Replaces the rules; what the cache holds came from the old ones. */
    void replaceTables(Tables tables) {
        translator.tables(tables);
        cache.clear();
    }

    /**
     * Takes all packets out of the batch; each belongs to a port or to the pool then, also if something fails: the
     * packet that it fails over is dropped, and the failure thrown when the others are through.
     */
    void process(Batch batch) {
        cacheHits = 0;
        lookedUpAgain = 0;
        long filterRunsBefore = actions.filterRuns();
        Throwable failure = null;
        try {
            for (int i = 0; i < batch.size; i++) {
                try {
                    process(batch, i);
                } catch (RuntimeException | Error e) {
                    failure = e;
                    actions.drop(DropReason.FAULT, packet.buffer); // staging it would have been the last step
                }
            }
            actions.flush();
        } finally {
            int filterRuns = (int) (actions.filterRuns() - filterRunsBefore);
            stats.processed(batch.size, cacheHits, filterRuns, lookedUpAgain, actions.copies());
            batch.clear();
        }
        if (failure != null) {
            LangUtil.rethrowUnchecked(failure);
        }
    }

    private void process(Batch batch, int i) {
        packet.take(batch, i);
        if (batch.question[i] != null) {
            resume((Away) batch.question[i], batch.answer[i]);
        } else if (packet.lengthBytes < Ethernet.LENGTH_BYTES) {
            actions.drop(DropReason.RUNT, packet.buffer);
        } else if (batch.outPort[i] != Batch.BY_RULES) {
            actions.forward(batch.outPort[i], packet); // a processor has decided
        } else {
            actions.run(classify(), packet);
        }
    }

    private Step classify() {
        FlowKeyParser.parse(packet);
        return find(packet, translator.start());
    }

    /** Parses a packet in the middle of its way, and finds its further steps as at the beginning. */
    private Step findAgain(Packet changed, Continuation continuation) {
        changed.pass = continuation.number();
        FlowKeyParser.parse(changed);
        if (continuation.number() == Continuation.NOT_KEPT) {
            return translator.translate(changed.key, continuation, mask);
        }
        lookedUpAgain++;
        return find(changed, continuation);
    }

    private Step find(Packet parsed, Continuation continuation) {
        long[] key = parsed.key;
        if (cacheMode == CacheMode.NONE) {
            return translator.translate(key, continuation, mask);
        }
        long hash = cache.hash(key);
        Step first = cache.find(hash, key);
        if (first != null) {
            cacheHits++;
        } else {
            first = translator.translate(key, continuation, mask);
            cache.put(hash, key, first);
        }
        return first;
    }

    /**
     * Goes on with a packet that was elsewhere. If the tables are others by now, they decide anew about what remains;
     * an answer that it came back with is not asked for again by the first rule that wants to.
     */
    private void resume(Away step, int answer) {
        Step next = step.comeBack(packet, answer);
        FlowKeyParser.parse(packet);
        if (step.generation() == translator.tables().generation()) {
            packet.answered = null;
        } else {
            next = findAgain(packet, step.continuation());
        }
        actions.run(next, packet);
    }
}
