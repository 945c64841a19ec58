package okko.eval.run;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import okko.eval.measure.Replay;
import okko.eval.measure.SinkCount;
import okko.eval.setup.Setup;
import okko.eval.setup.Topology;
import okko.eval.workload.Expectation;
import okko.eval.workload.Verdicts;
import okko.switchd.packet.DropReason;

/**
 * What a cell must do before, and while, it is timed.
 *
 * @param passes          over the traffic, from fresh state on, with checksums
 * @param packets         of one pass
 * @param verdicts        of all these passes
 * @param matchChecksum   over the packets at the first sink
 * @param noMatchChecksum over the packets at the second sink
 * @param steady          verdicts of each later pass
 * @param runsProgram     whether user code gives the verdicts; if not, all packets are merely forwarded
 */
public record Proof(int passes, int packets, Verdicts verdicts, long matchChecksum, long noMatchChecksum,
        Verdicts steady, boolean runsProgram) {

    /** How the switch counts what a processor drops. */
    private static final String BY_PROCESSOR = DropReason.PROCESSOR_DROP.label();

    /**
     * Derives what a setup must do. Where no program runs, every packet goes to the first sink.
     *
     * @param setup       the place
     * @param expectation the oracle's answer
     * @param packets     of one pass
     * @return the proof to hold the cell to
     */
    public static Proof of(Setup setup, Expectation expectation, int packets) {
        if (setup.runsProgram()) {
            return new Proof(expectation.proofPasses(), packets, expectation.proof(), expectation.matchChecksum(),
                    expectation.noMatchChecksum(), expectation.steady(), true);
        }
        return new Proof(expectation.proofPasses(), packets, new Verdicts(expectation.proof().total(), 0),
                expectation.checksum(), 0, new Verdicts(packets, 0), false);
    }

    /** {@return packets of the proof by name of their verdict} */
    public Map<String, Long> verdictsByName() {
        if (!runsProgram) {
            return Map.of("forwarded", verdicts.total());
        }
        Map<String, Long> byName = new LinkedHashMap<>();
        byName.put("match", verdicts.match());
        byName.put("no_match", verdicts.noMatch());
        if (verdicts.dropped() > 0) {
            byName.put("dropped", verdicts.dropped());
        }
        return byName;
    }

    /**
     * Compares the first replay with it.
     *
     * @param replay of {@link #passes} passes, from fresh state on
     * @return what is wrong, if anything
     */
    public Optional<String> findFault(Replay replay) {
        if (replay.passes() != passes) {
            return Optional.of("asked for " + passes + " passes, the switch made " + replay.passes());
        }
        return conservation(replay, verdicts)
                .or(() -> counts(replay, verdicts))
                .or(() -> checksum(replay.sink(Topology.MATCH), matchChecksum))
                .or(() -> checksum(replay.sink(Topology.NO_MATCH), noMatchChecksum));
    }

    /**
     * Compares a later replay with it.
     *
     * @param replay any number of whole passes
     * @return what is wrong, if anything
     */
    public Optional<String> findFaultLater(Replay replay) {
        if (replay.passes() < 1 || replay.elapsedNs() < 1) {
            return Optional.of("nothing was replayed: passes=" + replay.passes());
        }
        Verdicts expected = steady.times(replay.passes());
        return conservation(replay, expected).or(() -> counts(replay, expected));
    }

    private Optional<String> conservation(Replay replay, Verdicts verdictsExpected) {
        long expected = replay.passes() * packets;
        if (replay.packets() != expected) {
            return Optional.of(replay.passes() + " passes are " + expected + " packets, the switch counted "
                    + replay.packets());
        }
        if (replay.dropped() != verdictsExpected.dropped()
                || replay.drops().getOrDefault(BY_PROCESSOR, 0L) != replay.dropped()) {
            return Optional.of("packets were dropped: " + replay.drops() + (verdictsExpected.dropped() == 0 ? ""
                    : "; expected " + verdictsExpected.dropped() + " by the processor"));
        }
        if (replay.delivered() + replay.dropped() != replay.packets()) {
            return Optional.of("in is not out plus drops: in=" + replay.packets() + ", out=" + replay.delivered()
                    + ", drops=" + replay.dropped());
        }
        return Optional.empty();
    }

    private static Optional<String> counts(Replay replay, Verdicts expected) {
        Verdicts counted =
                new Verdicts(replay.sink(Topology.MATCH).packets(), replay.sink(Topology.NO_MATCH).packets(),
                        replay.dropped());
        return counted.equals(expected) ? Optional.empty()
                : Optional.of("verdicts differ from the oracle's: match=" + counted.match() + ", expected="
                        + expected.match() + "; no match=" + counted.noMatch() + ", expected=" + expected.noMatch());
    }

    private static Optional<String> checksum(SinkCount sink, long expected) {
        return sink.checksum() == expected ? Optional.empty()
                : Optional.of("packets at " + sink.port() + " differ from the oracle's: checksum="
                        + Long.toHexString(sink.checksum()) + ", expected=" + Long.toHexString(expected));
    }
}
