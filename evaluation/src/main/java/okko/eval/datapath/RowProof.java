package okko.eval.datapath;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okko.eval.datapath.Row.Rewrite;
import okko.eval.measure.Replay;
import okko.eval.setup.Topology;
import okko.ringshm.wire.Checksum;
import okko.ringshm.wire.Ethernet;
import okko.ringshm.wire.Ipv4;
import okko.switchd.port.FrameHash;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What a row must do to be timed, worked out from its frames without the switch: each packet at its place, byte by
 * byte; each rule and each program with its exact count.
 */
final class RowProof {

    /** A second pass finds the caches full, a third one as the second left them. */
    static final int PASSES = 3;

    private static final long OTHER_STATION = 0x02_00_00_00_00_99L;
    private static final Pattern PRIORITY = Pattern.compile("priority=([0-9]+)");

    private final Row row;

    RowProof(Row row) {
        this.row = row;
    }

    /**
     * Judges a run with checksums over {@link #PASSES} passes.
     *
     * @param replay   of the switch, fresh before
     * @param flows    what it answers to {@code flow dump} then
     * @param programs what it answers to {@code prog list} then
     * @return what is wrong, if anything
     */
    Optional<String> findFault(Replay replay, JsonNode flows, JsonNode programs) {
        return passes(replay).or(() -> conservation(replay)).or(() -> checksum(replay))
                .or(() -> rules(flows, replay.passes())).or(() -> programs(programs, replay.packets()));
    }

    /**
     * Judges a run that is timed.
     *
     * @param replay of the switch, any number of whole passes
     * @return what is wrong, if anything
     */
    Optional<String> findFaultLater(Replay replay) {
        return replay.elapsedNs() < 1 ? Optional.of("no time passed") : conservation(replay);
    }

    /**
     * Judges the counts of the rules at the end of all runs.
     *
     * @param flows  what the switch answers to {@code flow dump}
     * @param passes that it has made in all
     * @return what is wrong, if anything
     */
    Optional<String> findFaultInRules(JsonNode flows, long passes) {
        return rules(flows, passes);
    }

    private static Optional<String> passes(Replay replay) {
        return replay.passes() == PASSES ? Optional.empty()
                : Optional.of("asked for " + PASSES + " passes, the switch made " + replay.passes());
    }

    private Optional<String> conservation(Replay replay) {
        long expected = replay.passes() * row.flows().frames();
        if (replay.packets() != expected) {
            return Optional.of(replay.passes() + " passes are " + expected + " packets, the switch counted "
                    + replay.packets());
        }
        long drops = row.rewrite() == Rewrite.DROP ? expected : 0;
        long flowDrops = replay.drops().getOrDefault("flow_drop", 0L);
        long out = replay.sink(Topology.MATCH).packets();
        if (out != expected - drops || flowDrops != drops || replay.dropped() != drops) {
            return Optional.of("of " + expected + " packets " + (expected - drops) + " should arrive, and "
                    + drops + " be dropped: arrived=" + out + ", drops=" + replay.drops());
        }
        return Optional.empty();
    }

    private Optional<String> checksum(Replay replay) {
        long expected = row.rewrite() == Rewrite.DROP ? 0 : replay.passes() * checksumOfAPass();
        long found = replay.sink(Topology.MATCH).checksum();
        return found == expected ? Optional.empty()
                : Optional.of("packets arrive with other bytes than they should: checksum=" + Long.toHexString(found)
                        + ", expected=" + Long.toHexString(expected));
    }

    private long checksumOfAPass() {
        UnsafeBuffer frame = new UnsafeBuffer(ByteBuffer.allocateDirect(UdpFlows.FRAME_BYTES));
        long sum = 0;
        for (int i = 0; i < row.flows().frames(); i++) {
            row.flows().fill(frame.addressOffset(), i);
            rewrite(frame.addressOffset());
            sum += FrameHash.of(frame.addressOffset(), UdpFlows.FRAME_BYTES);
        }
        return sum;
    }

    private void rewrite(long frame) {
        switch (row.rewrite()) {
            case NONE, DROP -> { }
            case STATION_AND_TTL -> {
                long ip = frame + Ethernet.LENGTH_BYTES;
                Ethernet.destination(frame, OTHER_STATION);
                Ipv4.timeToLive(ip, Ipv4.timeToLive(ip) - 1);
                Ipv4.checksum(ip, 0);
                Ipv4.checksum(ip, Checksum.fold(Checksum.sum(ip, Ipv4.MIN_LENGTH_BYTES, 0)));
            }
        }
    }

    /** Rules that ask a program match nothing; each of the others has the frames of its group, and no more. */
    private Optional<String> rules(JsonNode flows, long passes) {
        if (flows.size() != row.allRules().size()) {
            return Optional.of("there should be " + row.allRules().size() + " rules: " + flows);
        }
        for (JsonNode flow : flows) {
            Matcher priority = PRIORITY.matcher(flow.path("flow").asText());
            int group = priority.find() ? MaskGrid.priority(0) - Integer.parseInt(priority.group(1)) : 0;
            long expected = group < 0 ? 0 : passes * row.flows().framesOf(group);
            if (flow.path("packets").asLong() != expected) {
                return Optional.of("rule \"" + flow.path("flow").asText() + "\" counts "
                        + flow.path("packets").asLong() + " packets, expected " + expected);
            }
        }
        return Optional.empty();
    }

    private Optional<String> programs(JsonNode programs, long packets) {
        if (programs.size() != row.programs().loaded()) {
            return Optional.of("there should be " + row.programs().loaded() + " programs: " + programs);
        }
        for (JsonNode program : programs) {
            long runs = program.path("id").asInt() <= row.programs().inRules() ? packets : 0;
            if (program.path("runs").asLong() != runs || program.path("matches").asLong() != 0) {
                return Optional.of("program " + program.path("id") + " should run " + runs
                        + " times and never match: runs=" + program.path("runs") + ", matches="
                        + program.path("matches"));
            }
        }
        return Optional.empty();
    }
}
