package okko.eval.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okko.eval.subject.Evidence;
import okko.eval.subject.Slice;
import okko.eval.subject.Subject;
import okko.eval.subject.SubjectPlan;
import org.HdrHistogram.Histogram;

/** A system that is no process: it has a capacity, and each packet takes a microsecond. */
final class FakeSystem implements SubjectPlan {

    private final double capacityMpps;
    private final List<String> calls = new ArrayList<>();
    private double lossAlways;
    private int failingTrial = Integer.MAX_VALUE;
    private int trials;
    private String timing;

    FakeSystem(double capacityMpps) {
        this.capacityMpps = capacityMpps;
    }

    FakeSystem losing(double ratio) {
        lossAlways = ratio;
        return this;
    }

    FakeSystem failingAt(int trial) {
        failingTrial = trial;
        return this;
    }

    FakeSystem withoutTiming(String reason) {
        timing = reason;
        return this;
    }

    List<String> calls() {
        return calls;
    }

    long count(String call) {
        return calls.stream().filter(call::equals).count();
    }

    @Override
    public Subject start() {
        calls.add("start");
        return new Running();
    }

    static PacedSubject pace(Subject subject) {
        return (Running) subject;
    }

    private final class Running implements Subject, PacedSubject {

        @Override
        public Evidence prove() {
            calls.add("prove");
            return new Evidence(1, 1_000, 0, Map.of(), Map.of());
        }

        @Override
        public Slice run(long durationMs) {
            return new Slice(Math.round(capacityMpps * durationMs * 1e3), durationMs * 1_000_000, 0, 1,
                    Optional.empty());
        }

        @Override
        public Loss at(double mpps, long durationMs) throws IOException {
            calls.add("offer");
            if (++trials == failingTrial) {
                throw new IOException("3 packets are unaccounted for");
            }
            return new SyntheticSystem(load -> Math.max(lossAlways, 1 - capacityMpps / load)).at(mpps, durationMs);
        }

        @Override
        public Delays delaysAt(double mpps, long durationMs) throws IOException {
            calls.add("time");
            if (timing != null) {
                return new Delays.Unknown(timing);
            }
            Histogram ns = new Histogram(3);
            ns.recordValueWithCount(1_000, 999);
            ns.recordValue(50_000);
            return new Delays.Measured(new Loss(1_000, 0, durationMs * 1_000_000), ns);
        }

        @Override
        public void close() {
            calls.add("close");
        }
    }
}
