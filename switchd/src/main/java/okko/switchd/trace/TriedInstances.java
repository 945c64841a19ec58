package okko.switchd.trace;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import okko.switchd.classify.Rule;
import okko.switchd.classify.Tables;
import okko.switchd.flow.Flow;
import okko.switchd.packet.Filter;
import okko.switchd.packet.FlowCounters;
import okko.switchd.packet.MeterState;
import okko.switchd.packet.Packet;
import okko.switchd.packet.PacketProgram;
import okko.switchd.packet.PacketRoom;
import okko.switchd.program.ProgramStore;
import okko.switchd.program.ProgramTrial;
import okko.switchd.translate.Instances;

/** Copies of whatever keeps something in mind, made when the packet comes there; programs tell the story. */
final class TriedInstances implements Instances, AutoCloseable {

    private final Tables tables;
    private final ProgramStore programs;
    private final PacketRoom room;
    private final Function<Rule, Optional<Flow>> flows;
    private final Story story;
    private final Map<Integer, ProgramTrial> trials = new HashMap<>();
    private final Map<Integer, MeterState> meters = new HashMap<>();

    TriedInstances(Tables tables, Tracer.Parts parts, PacketRoom room, Story story) {
        this.tables = tables;
        this.programs = parts.programs();
        this.flows = parts.flows();
        this.room = room;
        this.story = story;
    }

    @Override
    public Filter filter(Rule rule) {
        int id = flows.apply(rule).orElseThrow().filterProgram();
        ProgramTrial trial = trial(id);
        return (frame, lengthBytes) -> {
            long faults = trial.faults();
            boolean matches = trial.filter().matches(frame, lengthBytes);
            story.answered(rule, matches ? "match" : trial.faults() > faults ? "no match, it breaks off" : "no match");
            return matches;
        };
    }

    @Override
    public PacketProgram program(int id) {
        if (!tables.facilities().programs().containsKey(id)) {
            return null;
        }
        PacketProgram action = trial(id).action();
        return new PacketProgram() {
            @Override
            public Verdict run(Packet packet) {
                Verdict verdict = action.run(packet);
                story.ran(id, verdict, packet.chosenPort);
                return verdict;
            }

            @Override
            public Effects effects() {
                return action.effects();
            }
        };
    }

    private ProgramTrial trial(int id) {
        return trials.computeIfAbsent(id, _ -> programs.trial(id, room));
    }

    @Override
    public MeterState meter(int id) {
        MeterState original = tables.facilities().meters().get(id);
        return original == null ? null : meters.computeIfAbsent(id, _ -> original.copy());
    }

    @Override
    public FlowCounters counters(Rule rule) {
        return new FlowCounters();
    }

    @Override
    public FlowCounters misses(int table) {
        return null;
    }

    @Override
    public FlowCounters group(int id) {
        return null;
    }

    @Override
    public FlowCounters bucket(int id, int bucket) {
        return null;
    }

    @Override
    public void close() {
        trials.values().forEach(ProgramTrial::close);
    }
}
