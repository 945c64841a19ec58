package okko.switchd.datapath;

import java.util.List;
import java.util.function.Supplier;
import okko.ringshm.wire.Ethernet;
import okko.switchd.action.ActionExecutor;
import okko.switchd.action.Away;
import okko.switchd.action.Step;
import okko.switchd.classify.Tables;
import okko.switchd.packet.Batch;
import okko.switchd.packet.DropReason;
import okko.switchd.packet.Packet;
import okko.switchd.parse.FlowKeyParser;
import okko.switchd.translate.Directive;
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

    private static final int BATCHES_PER_TICK = 16;

    private final FlowLookup flows;
    private final ActionExecutor actions;
    private final DatapathStats stats;
    private final Packet packet = new Packet();
    private int untilTick = BATCHES_PER_TICK;

    /** Half of the most: a batch of fewer packets did not come at full speed, and there is time for the clock. */
    private final int crowded;

    /** Packets of the batch at hand that have been taken out. */
    private int begun;

    Pipeline(DatapathConfig config, ActionExecutor actions, DatapathStats stats) {
        this.flows = new FlowLookup(config);
        crowded = (config.batch() + 1) / 2;
        this.actions = actions;
        this.stats = stats;
        actions.lookUpIn(flows::findAgain);
        actions.parseWith(FlowKeyParser::parse);
        tick(); // or flows of the first packets would seem to have been idle since the clock began
    }

    /** Replaces the rules. */
    void replaceTables(Tables tables) {
        flows.replaceTables(tables);
    }

    /** Looks into the caches: see {@link DatapathAgent#cachedFlows}. */
    List<Supplier<CachedFlowStatus>> cachedFlows(int limit) {
        return flows.cachedFlows(limit);
    }

    /** To be called when there is nothing to do: what has been idle goes from the caches. */
    void idle() {
        stats.pause().idle(tick());
    }

    private long tick() {
        untilTick = BATCHES_PER_TICK;
        long nowNs = System.nanoTime();
        flows.tick(nowNs);
        return nowNs;
    }

    /**
     * Takes all packets out of the batch; each belongs to a port or to the pool then, also if something fails: the
     * packet that it fails over is dropped, and the failure thrown when the others are through.
     */
    void process(Batch batch) {
        if (batch.size < crowded || --untilTick == 0) {
            stats.pause().busy(tick());
        }
        int packets = batch.size;
        Throwable failure = null;
        try {
            actions.begin(batch);
            begun = 0;
            while (begun < batch.size) {
                try {
                    processRest(batch);
                } catch (RuntimeException | Error e) {
                    failure = e;
                    actions.drop(DropReason.FAULT, packet.buffer); // staging it would have been the last step
                }
            }
            actions.flush();
        } finally {
            stats.processed(packets, flows, actions);
            batch.clear();
        }
        if (failure != null) {
            LangUtil.rethrowUnchecked(failure);
        }
    }

    /** One method with the usual way in it, so that the JIT makes one loop of that, without a call per packet. */
    private void processRest(Batch batch) {
        while (begun < batch.size) {
            int i = begun++;
            packet.take(batch, i);
            if (packet.lengthBytes < Ethernet.LENGTH_BYTES) {
                actions.drop(DropReason.RUNT, packet.buffer); // also if a processor has cut it
            } else if (batch.hasExtras && batch.question[i] != null) {
                resume((Away) batch.question[i], batch.answer[i]);
            } else if (batch.hasExtras && batch.outPort[i] != Batch.BY_RULES) {
                actions.send(batch.outPort[i], packet); // a processor has decided
            } else {
                FlowKeyParser.parse(packet);
                actions.run(flows.firstStep(packet), packet);
            }
        }
    }

    /**
     * Does what somebody says with the only packet of a batch; as {@link #process} else.
     *
     * @param batch     with one packet, long enough to be one
     * @param directive what is to be done with it
     */
    void process(Batch batch, Directive directive) {
        try {
            actions.begin(batch);
            packet.take(batch, 0);
            packet.batchIndex = Packet.ALONE;
            FlowKeyParser.parse(packet);
            actions.run(flows.stepOf(directive, packet), packet);
        } catch (RuntimeException | Error e) {
            actions.drop(DropReason.FAULT, packet.buffer); // staging it would have been the last step
            throw e;
        } finally {
            actions.flush();
            stats.publish(flows, actions);
            batch.clear();
        }
    }

    /**
     * Goes on with a packet that was elsewhere. If the tables are others by now, they decide anew about what remains;
     * an answer that it came back with is not asked for again by the first rule that wants to.
     */
    private void resume(Away step, int answer) {
        packet.batchIndex = Packet.ALONE; // nobody else has its port and metadata
        Step next = step.comeBack(packet, answer);
        FlowKeyParser.parse(packet);
        if (step.generation() == flows.generation()) {
            packet.answered = null;
        } else {
            next = flows.findAgain(packet, step.continuation());
        }
        actions.goOn(next, packet);
    }
}
