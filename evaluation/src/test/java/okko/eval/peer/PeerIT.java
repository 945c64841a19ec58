package okko.eval.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import okko.eval.subject.Evidence;
import okko.eval.subject.Slice;
import okko.eval.subject.Subject;
import okko.eval.subject.SubjectPlan;
import okko.eval.workload.Bundle;
import okko.eval.workload.FlowMultiplier;
import okko.eval.workload.Traffic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each peer that the machine has all for: it passes on every byte, works for a while, and leaves nothing behind. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class PeerIT {

    private static final int PACKETS = 1000;
    private static final int SLICE_MS = 200;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(Peer.class)
    void shouldForwardTheTrafficAndLeaveNothingBehind(Peer peer) throws Exception {
        PeerTask task = task(PeerMachine.here());
        SubjectPlan plan = peer.plan(task);
        plan.obstacle().ifPresent(reason -> {
            System.out.println("PeerIT, " + peer.label() + ": " + reason);
            abort(reason);
        });

        check(plan, task.traffic(), peer.label());
        Optional<SubjectPlan> generator = peer.generator(task);
        if (generator.isPresent()) {
            check(generator.get(), task.traffic(), "generator of " + peer.label());
        }

        assertThat(ProcessHandle.current().descendants()).isEmpty();
        for (String name : List.of("ovs-netdev", "br0", "pa", "s0", "r0")) {
            assertThat(Path.of("/sys/class/net", name)).doesNotExist();
        }
    }

    @Test
    void shouldMakeABridgeWithTheNamespacesOfAnybody() throws Exception {
        assumeTrue(NetworkNamespace.AS_ANYBODY.works(), "no unprivileged namespaces");
        PeerTask task = task(new PeerMachine(Path.of("/"), 2, NetworkNamespace.AS_ANYBODY));
        SubjectPlan plan = Peer.LINUX_BRIDGE.plan(task);
        assumeTrue(plan.obstacle().isEmpty(), plan.obstacle().orElse(""));
        check(plan, task.traffic(), "linux-bridge, in a user namespace");
        assertThat(ProcessHandle.current().descendants()).isEmpty();
    }

    private PeerTask task(PeerMachine machine) throws IOException {
        Traffic traffic = Traffic.of(new FlowMultiplier(PACKETS, 1).multiply(Bundle.recording(directory)), 1);
        Path trace = directory.resolve("traffic.pcap");
        Bundle.write(traffic, trace);
        return new PeerTask(machine, traffic, trace, 0);
    }

    private static void check(SubjectPlan plan, Traffic traffic, String name) throws IOException {
        try (Subject subject = plan.start()) {
            Evidence evidence = subject.prove();
            assertThat(evidence.packets()).isGreaterThanOrEqualTo(2L * traffic.packets());
            if (!evidence.checksums().isEmpty()) {
                long checksum = 2 * new Playback(traffic.frames()).checksum();
                assertThat(evidence.checksums()).isEqualTo(Map.of("sink", "%016x".formatted(checksum)));
            }
            for (int i = 0; i < 2; i++) {
                Slice slice = subject.run(SLICE_MS);
                System.out.printf("PeerIT, %s: %.2f Mpps, %.2f cores, %.0f ns of processor time per packet%n", name,
                        slice.mpps(), slice.coresBusy(), (double) slice.cpuNs() / slice.packets());
                assertThat(slice.packets()).isPositive();
                assertThat(slice.elapsedNs()).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(SLICE_MS));
                assertThat(slice.cpuNs()).isNotNegative(); // in steps of 10 ms
            }
        }
    }
}
