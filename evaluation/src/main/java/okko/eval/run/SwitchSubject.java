package okko.eval.run;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import okko.eval.measure.Replay;
import okko.eval.network.VirtualHost;
import okko.eval.setup.CellPlan;
import okko.eval.subject.Evidence;
import okko.eval.subject.Slice;
import okko.eval.subject.Subject;
import okko.eval.subject.SubjectPlan;

/** Our own switch, with its processor if it has one. */
public final class SwitchSubject implements Subject {

    private final MeasuredSwitch measured;
    private final Proof proof;

    private SwitchSubject(MeasuredSwitch measured, Proof proof) {
        this.measured = measured;
        this.proof = proof;
    }

    /**
     * How to start one.
     *
     * @param launcher starts the processes
     * @param plan     what has to run
     * @param proof    that it is held to
     */
    public record Plan(Launcher launcher, CellPlan plan, Proof proof) implements SubjectPlan {

        @Override
        public Optional<String> obstacle() {
            return plan.far().flatMap(_ -> VirtualHost.obstacle());
        }

        @Override
        public Subject start() throws IOException {
            return new SwitchSubject(launcher.launch(plan), proof);
        }
    }

    /** {@return the switch, to be asked for more than slices of work} */
    public MeasuredSwitch measured() {
        return measured;
    }

    @Override
    public Evidence prove() throws IOException {
        throwIf(proof.findFault(measured.replayPasses(proof.passes())));
        Map<String, String> checksums = new LinkedHashMap<>();
        checksums.put("match", String.format("%016x", proof.matchChecksum()));
        checksums.put("no_match", String.format("%016x", proof.noMatchChecksum()));
        return new Evidence(proof.passes(), (long) proof.passes() * proof.packets(), proof.verdicts().dropped(),
                proof.verdictsByName(),
                checksums);
    }

    @Override
    public Slice run(long durationMs) throws IOException {
        long startNs = System.nanoTime();
        long startCpuNs = measured.cpuNs();
        Replay replay = measured.replayFor(durationMs);
        long cpuNs = measured.cpuNs() - startCpuNs;
        double coresBusy = (double) cpuNs / (System.nanoTime() - startNs);
        throwIf(proof.findFaultLater(replay));
        return new Slice(replay.packets(), replay.elapsedNs(), cpuNs, coresBusy, Optional.of(replay.disturbance()));
    }

    private static void throwIf(Optional<String> fault) throws IOException {
        if (fault.isPresent()) {
            throw new IOException(fault.get());
        }
    }

    @Override
    public void close() {
        measured.close();
    }
}
