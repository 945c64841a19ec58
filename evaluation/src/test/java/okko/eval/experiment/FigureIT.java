package okko.eval.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okko.eval.run.ChildProcesses;
import okko.eval.run.Experiment;
import okko.eval.run.Extent;
import okko.eval.run.Figure;
import okko.eval.run.Variant;
import okko.eval.setup.Setup;
import okko.eval.subject.Slice;
import okko.eval.subject.Subject;
import okko.eval.workload.Bundle;
import okko.eval.workload.BundledWorkload;
import okko.eval.workload.Traffic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A variant or two of each figure, with real processes: proved, and at work for a moment. */
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class FigureIT {

    private ChildProcesses children;
    private Inputs inputs;

    @BeforeEach
    void prepareTraffic() throws Exception {
        children = ChildProcesses.open();
        Path work = children.directory();
        Traffic traffic = Traffic.of(Bundle.recording(work), 1);
        Path trace = work.resolve("traffic.pcap");
        Bundle.write(traffic, trace);
        inputs = new Inputs(children, traffic, trace, work);
    }

    @AfterEach
    void endProcesses() {
        children.close();
    }

    @ParameterizedTest
    @CsvSource({
        "CACHES, caches, 'idle program, no cache'",
        "CHAINS, chains/megaflow, 10 programs",
        "BREAKDOWN, breakdown, parse in switch-bpf",
        "SIZE, size, 'process-bpf, size IMIX'",
        "FLOWS, flows/zipf, 'switch-bpf, zipf 100000'",
        "FLOWS, flows/uniform, 'process-bpf, uniform 100000'",
        "RULES, rules, 'switch-bpf, rules 100'",
        "RULES, rules/masks, '50 masks, caches megaflow'",
        "BATCH, batch, 'switch-bpf, batch 1'",
        "RING, ring, 'process-bpf, ring 64'",
        "IDLE, idle, 'process-bpf, idle sleep'",
        "CONTROL, control, waits 100 ns"
    })
    void shouldProveAVariantOfEachFigure(Figure figure, String id, String label) throws Exception {
        Choice choice = new Choice(List.of(figure), List.of(BundledWorkload.FIREWALL), Setup.standard(), List.of());
        Experiment experiment = Catalogue.experiments(choice, Extent.FEW, inputs).stream()
                .filter(each -> each.id().equals(id)).findFirst().orElseThrow();
        Variant variant = experiment.variants().stream().filter(each -> each.label().equals(label)).findFirst()
                .orElseThrow();

        try (Subject subject = variant.plan().start()) {
            assertThat(subject.prove().packets()).isPositive();
            Slice slice = subject.run(20);
            assertThat(slice.packets()).isPositive();
        }
    }
}
