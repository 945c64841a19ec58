package okko.eval.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import okko.eval.experiment.Catalogue;
import okko.eval.experiment.Choice;
import okko.eval.experiment.Inputs;
import okko.eval.setup.InProcess;
import okko.eval.setup.InSwitch;
import okko.eval.setup.Namespace;
import okko.eval.setup.Setup;
import okko.eval.subject.Slice;
import okko.eval.subject.Subject;
import okko.eval.workload.Bundle;
import okko.eval.workload.BundledWorkload;
import okko.eval.workload.FlowMultiplier;
import okko.eval.workload.Traffic;
import okko.eval.workload.BundledWorkload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The setups that need more than two processes side by side, with the firewall: proved, loaded, gone. */
@Timeout(180)
class MoreSetupsIT {

    private static final int MOST_PACKETS = 2_000;

    @Test
    void shouldProveTwoThreadsWithHalfOfTheConnectionsEach() throws Exception {
        proveAndLoad(InSwitch.COMPILED_TWICE);
    }

    @Test
    void shouldProveAProcessorOnAnotherHost() throws Exception {
        proveAndLoad(InProcess.REMOTE);
    }

    @Test
    void shouldProveASwitchBehindTheKernel() throws Exception {
        proveAndLoad(new Namespace());
    }

    private static void proveAndLoad(Setup setup) throws IOException {
        String lacking = setup.requires().orElse("");
        if (!lacking.isEmpty()) {
            System.err.println("skipped: " + setup.label() + " " + lacking);
        }
        assumeTrue(lacking.isEmpty(), lacking);
        try (ChildProcesses children = ChildProcesses.open()) {
            Variant variant = variant(setup, children);
            assertThat(variant.plan().obstacle()).isEmpty();
            try (Subject subject = variant.plan().start()) {
                assertThat(subject.prove().verdicts()).allSatisfy((verdict, packets) ->
                        assertThat(packets).as(verdict).isPositive());
                Slice slice = subject.run(50);
                assertThat(slice.packets()).isPositive();
                assertThat(slice.cpuNs()).isNotNegative();
            }
        }
        assertThat(ProcessHandle.current().descendants()).isEmpty();
        try (Stream<Path> interfaces = Files.list(Path.of("/sys/class/net"))) {
            assertThat(interfaces.map(Path::getFileName).map(Path::toString))
                    .doesNotContain("net0", "box-in", "box-match", "box-other");
        }
    }

    private static Variant variant(Setup setup, ChildProcesses children) throws IOException {
        Path work = children.directory();
        Traffic traffic = Traffic.of(new FlowMultiplier(MOST_PACKETS, 1).multiply(Bundle.recording(work)), 1);
        Path trace = work.resolve("traffic.pcap");
        Bundle.write(traffic, trace);
        BundledWorkload.FIREWALL.placeObject(work);
        Choice choice = new Choice(List.of(Figure.APPLICATIONS), List.of(BundledWorkload.FIREWALL), List.of(setup),
                List.of());
        return Catalogue.experiments(choice, Extent.FEW, new Inputs(children, traffic, trace, work)).getFirst().variants()
                .getFirst();
    }
}
