package okko.eval.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import okko.eval.measure.Offered;
import okko.eval.measure.Replay;
import okko.eval.measure.SinkCount;
import okko.eval.setup.CellPlan;
import okko.eval.subject.Disturbance;
import okko.eval.workload.BundledWorkload;
import okko.eval.workload.Expectation;
import okko.eval.workload.Oracle;
import okko.eval.workload.Traffic;
import okko.eval.workload.Verdicts;

/** Switches that answer at once, and rightly unless told otherwise; for one workload. */
public final class FakeLauncher implements Launcher {

    private static final int PASSES_PER_TRIAL = 10;
    private static final long NS_PER_PACKET = 100;

    private final Traffic traffic;
    private final Expectation expectation;
    private final Map<String, UnaryOperator<Replay>> faultsInProof = new HashMap<>();
    private final Map<String, UnaryOperator<Replay>> faultsInTrials = new HashMap<>();
    private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
    private String broken = "";

    /**
     * Makes a launcher.
     *
     * @param traffic  that the switches replay
     * @param workload that they run
     */
    public FakeLauncher(Traffic traffic, BundledWorkload workload) {
        this.traffic = traffic;
        expectation = new Oracle(3, 16).judge(traffic, workload.newOracle());
    }

    FakeLauncher breakLaunchOf(String setup) {
        broken = setup;
        return this;
    }

    FakeLauncher falsifyProofOf(String setup, UnaryOperator<Replay> fault) {
        faultsInProof.put(setup, fault);
        return this;
    }

    FakeLauncher falsifyTrialsOf(String setup, UnaryOperator<Replay> fault) {
        faultsInTrials.put(setup, fault);
        return this;
    }

    /** {@return what was asked of which setup, in order} */
    List<String> calls() {
        return calls;
    }

    @Override
    public MeasuredSwitch launch(CellPlan plan) throws IOException {
        calls.add("launch " + plan.label());
        if (plan.label().equals(broken)) {
            throw new IOException("okko switchd ended with status 1: no room in /dev/shm");
        }
        return new FakeSwitch(plan);
    }

    private final class FakeSwitch implements MeasuredSwitch {

        private final String label;
        private final boolean runsProgram;
        private long cpuNs;

        FakeSwitch(CellPlan plan) {
            label = plan.label();
            runsProgram = !plan.programs().isEmpty() || plan.processor().isPresent();
        }

        @Override
        public Replay replayPasses(int passes) {
            calls.add("prove " + label);
            Replay replay = runsProgram
                    ? replay(passes, expectation.proof(), expectation.matchChecksum(), expectation.noMatchChecksum())
                    : replay(passes, new Verdicts(expectation.proof().total(), 0),
                            expectation.matchChecksum() + expectation.noMatchChecksum(), 0);
            return faultsInProof.getOrDefault(label, UnaryOperator.identity()).apply(replay);
        }

        @Override
        public Replay replayFor(long durationMs) {
            calls.add("replay " + label);
            Verdicts verdicts = runsProgram ? expectation.steady() : new Verdicts(traffic.packets(), 0);
            Replay replay = replay(PASSES_PER_TRIAL, verdicts.times(PASSES_PER_TRIAL), 0, 0);
            return faultsInTrials.getOrDefault(label, UnaryOperator.identity()).apply(replay);
        }

        private Replay replay(int passes, Verdicts verdicts, long matchChecksum, long noMatchChecksum) {
            long packets = (long) passes * traffic.packets();
            cpuNs += packets * NS_PER_PACKET;
            return new Replay(passes, packets, packets * NS_PER_PACKET, packets * NS_PER_PACKET,
                    List.of(new SinkCount("p2", verdicts.match(), 0, matchChecksum),
                            new SinkCount("p3", verdicts.noMatch(), 0, noMatchChecksum)), Map.of(),
                    new Disturbance(0, 0, 0));
        }

        @Override
        public Offered offer(double mpps, long durationMs) {
            throw new UnsupportedOperationException("knows no rates");
        }

        @Override
        public JsonNode ask(String command) {
            return MissingNode.getInstance();
        }

        @Override
        public long cpuNs() {
            return cpuNs;
        }

        @Override
        public void close() {
            calls.add("close " + label);
        }
    }
}
