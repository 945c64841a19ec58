package okko.eval.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import okko.eval.run.Experiment;
import okko.eval.run.Extent;
import okko.eval.run.Figure;
import okko.eval.run.Variant;
import okko.eval.setup.Setup;
import okko.eval.workload.Bundle;
import okko.eval.workload.BundledWorkload;
import okko.eval.workload.Traffic;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which variants a figure has. Nothing is started. */
class CatalogueTest {

    @TempDir
    private Path directory;
    private Inputs inputs;

    @BeforeEach
    void prepareTraffic() throws Exception {
        Traffic traffic = Traffic.of(Bundle.recording(directory).subList(0, 200), 1);
        inputs = new Inputs(_ -> {
            throw new AssertionError("must not be started");
        }, traffic, directory.resolve("traffic.pcap"), directory);
    }

    @Test
    void shouldAlwaysRunTheControlOfSixSides() throws Exception {
        List<Experiment> experiments = experiments(Figure.APPLICATIONS, Extent.FEW);

        assertThat(experiments).extracting(Experiment::id).containsExactly("applications/firewall", "control");
        assertThat(labels(experiments.getLast())).containsExactly("switch-bpf", "switch-bpf again", "process-bpf",
                "process-bpf again", "waits 0 ns", "waits 100 ns");
    }

    @Test
    void shouldMeasureThreeUsesOfProgramsWithEachUseOfCaches() throws Exception {
        Experiment caches = experiments(Figure.CACHES, Extent.FEW).getFirst();

        assertThat(labels(caches)).containsExactly("no program, all caches", "no program, megaflow only",
                "no program, no cache", "idle program, all caches", "idle program, megaflow only",
                "idle program, no cache", "one program, all caches", "one program, megaflow only",
                "one program, no cache");
        assertThat(caches.reference()).isEqualTo("no program, all caches");
    }

    @Test
    void shouldMeasureChainsOfOneToTenProgramsByCaches() throws Exception {
        List<Experiment> experiments = experiments(Figure.CHAINS, Extent.FEW);

        assertThat(experiments).extracting(Experiment::id).containsExactly("chains/all", "chains/megaflow", "control");
        assertThat(values(experiments.getFirst(), "programs")).containsExactly("1", "2", "3", "4", "5", "6", "7", "8",
                "9", "10");
    }

    @Test
    void shouldHaveBothSidesOfEachStepOfTheBreakdown() throws Exception {
        List<String> labels = labels(experiments(Figure.BREAKDOWN, Extent.FEW).getFirst());

        assertThat(labels).hasSize(10);
        assertThat(BreakdownStep.all()).hasSize(9).allSatisfy(step -> assertThat(labels).contains(step.from(),
                step.to()));
    }

    @Test
    void shouldSweepFewPointsOrAll() throws Exception {
        assertThat(values(experiments(Figure.SIZE, Extent.FEW).getFirst(), "size")).containsExactly("64", "512",
                "1518", "IMIX");
        assertThat(values(experiments(Figure.SIZE, Extent.ALL).getFirst(), "size")).containsExactly("64", "128",
                "256", "512", "1024", "1280", "1518", "IMIX");
        assertThat(values(experiments(Figure.RING, Extent.ALL).getFirst(), "ring")).containsExactly("64", "256",
                "1024", "4096", "16384");
        assertThat(values(experiments(Figure.BATCH, Extent.ALL).getFirst(), "batch")).containsExactly("1", "2", "4",
                "8", "16", "32");
        assertThat(values(experiments(Figure.IDLE, Extent.FEW).getFirst(), "idle")).containsExactly("busy",
                "adaptive", "sleep");
    }

    @Test
    void shouldSweepFlowsByTheirSpreadAndRulesByTheirMasks() throws Exception {
        assertThat(experiments(Figure.FLOWS, Extent.FEW)).extracting(Experiment::id).containsExactly("flows/uniform",
                "flows/zipf", "control");
        List<Experiment> rules = experiments(Figure.RULES, Extent.FEW);
        assertThat(rules).extracting(Experiment::id).containsExactly("rules", "rules/masks", "control");
        assertThat(values(rules.getFirst(), "rules")).containsExactly("1", "100", "10000");
        assertThat(rules.getFirst().axis()).isEqualTo(Optional.of("rules"));
    }

    private List<Experiment> experiments(Figure figure, Extent extent) throws Exception {
        Choice choice = new Choice(List.of(figure), List.of(BundledWorkload.FIREWALL), Setup.standard(), List.of());
        return Catalogue.experiments(choice, extent, inputs);
    }

    private static List<String> labels(Experiment experiment) {
        return experiment.variants().stream().map(Variant::label).toList();
    }

    private static List<String> values(Experiment experiment, String parameter) {
        return experiment.variants().stream().map(variant -> variant.parameters().get(parameter)).distinct().toList();
    }
}
