package okko.eval.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import okko.eval.compare.Comparison.Side;
import okko.eval.measure.Environment;
import okko.eval.measure.Trial;
import okko.eval.report.Results;
import okko.eval.report.Results.CellResult;
import okko.eval.report.Results.MethodResult;
import okko.eval.report.Results.Rate;
import okko.eval.report.Results.TrafficSummary;
import org.junit.jupiter.api.Test;

class ComparisonTest {

    private static final int STARTS = 3;
    private static final int ROUNDS = 6;
    private static final double NOISE = 0.01;

    @Test
    void shouldFindNoDifferenceWhenBothAreTheSame() {
        for (long seed = 1; seed <= 20; seed++) {
            Results results = results("a cpu", cell("switch-bpf", trials(seed, 5)));

            Comparison comparison = compare(results, results);

            assertThat(comparison.cells()).as("seed " + seed).hasSize(1)
                    .allMatch(cell -> cell.verdict() == Verdict.NO_DIFFERENCE && cell.repeated());
            assertThat(comparison.regressions()).isZero();
            assertThat(comparison.isReproduced()).isTrue();
        }
    }

    @Test
    void shouldFindARegressionWhenOneIsPlanted() {
        for (long seed = 1; seed <= 20; seed++) {
            Comparison comparison = compare(results("a cpu", cell("switch-bpf", trials(seed, 5))),
                    results("a cpu", cell("switch-bpf", trials(seed + 1_000, 4.5))));

            CellComparison cell = comparison.cells().getFirst();
            assertThat(cell.verdict()).as("seed " + seed).isEqualTo(Verdict.SLOWER);
            assertThat(cell.regression()).as("seed " + seed).isTrue();
            assertThat(cell.ratio().low()).as("seed " + seed).isLessThan(0.9);
            assertThat(comparison.isReproduced()).isFalse();
        }
    }

    @Test
    void shouldSeldomFindADifferenceWhenThereIsNone() {
        int found = 0;
        for (long seed = 1; seed <= 100; seed++) {
            found += compare(results("a cpu", cell("switch-bpf", trials(seed, 5))),
                    results("a cpu", cell("switch-bpf", trials(seed + 1_000, 5)))).cells().getFirst().verdict()
                    == Verdict.NO_DIFFERENCE ? 0 : 1;
        }

        assertThat(found).isLessThanOrEqualTo(12);
    }

    @Test
    void shouldCallItAnImprovementAndNoRegressionWhenItIsFaster() {
        Comparison comparison = compare(results("a cpu", cell("switch-bpf", trials(1, 5))),
                results("a cpu", cell("switch-bpf", trials(2, 6))));

        assertThat(comparison.cells().getFirst().verdict()).isEqualTo(Verdict.FASTER);
        assertThat(comparison.regressions()).isZero();
        assertThat(comparison.isReproduced()).isFalse();
    }

    @Test
    void shouldCountARegressionWhenACellIsNoLongerProved() {
        Comparison comparison = compare(results("a cpu", cell("switch-bpf", trials(1, 5))),
                results("a cpu", without("switch-bpf", false)));

        assertThat(comparison.cells().getFirst().verdict()).isEqualTo(Verdict.NOT_PROVED);
        assertThat(comparison.regressions()).isOne();
    }

    @Test
    void shouldNotCountARegressionWhenTheOtherMachineCannotRunTheCell() {
        assertThat(compare(results("a cpu", cell("switch-bpf", trials(1, 5))),
                results("a cpu", without("switch-bpf", true))).regressions()).isZero();
    }

    @Test
    void shouldNameCellsThatOnlyOneSideHas() {
        Comparison comparison = compare(results("a cpu", cell("switch-bpf", trials(1, 5))),
                results("a cpu", cell("process-bpf", trials(1, 5))));

        assertThat(comparison.cells()).extracting(CellComparison::verdict)
                .containsExactly(Verdict.ONLY_IN_A, Verdict.ONLY_IN_B);
        assertThat(comparison.regressions()).isZero();
        assertThat(comparison.isReproduced()).isFalse();
    }

    @Test
    void shouldWarnWhenTheMachinesDiffer() {
        assertThat(compare(results("a cpu", cell("switch-bpf", trials(1, 5))),
                results("another", cell("switch-bpf", trials(1, 5)))).warnings())
                .containsExactly("CPU differs: A has a cpu, B has another");
    }

    @Test
    void shouldSayTheSameInTableAndMarkdown() {
        Comparison comparison = compare(results("a cpu", cell("switch-bpf", trials(1, 5))),
                results("a | cpu", cell("switch-bpf", trials(2, 4))));
        String sentence = "Of 1 cells, 1 slower by more than 3 % or no longer proved, 0 faster by more than that.";

        assertThat(ComparisonText.table(comparison)).contains("applications/none", "switch-bpf", "slower, regression",
                sentence);
        assertThat(ComparisonText.markdown(comparison)).contains("| applications/none | switch-bpf | ",
                "| slower, regression |", "**" + sentence + "**", "> CPU differs: A has a cpu, B has a \\| cpu",
                "<details><summary>All cells</summary>");
    }

    private static Comparison compare(Results a, Results b) {
        return Comparison.of(new Side("before", a), new Side("after", b), 3);
    }

    private static Results results(String cpu, CellResult cell) {
        Environment environment = new Environment(cpu, 2, "Linux 6.1", "Vendor 25", List.of(), null, "0 0 0",
                "0 0 0", "abc", false, "2026-01-02T03:04:05Z", null);
        return new Results(Results.SCHEMA_VERSION, "run", "standard", 7, new MethodResult(STARTS, STARTS * ROUNDS, 1, 1),
                environment, new TrafficSummary("a sample", "ab", 1, 1, 60), Map.of(), null, List.of(cell),
                List.of(), List.of(), List.of(), List.of(), List.of(), List.of());
    }

    private static CellResult cell(String setup, List<Trial> trials) {
        double[] mpps = trials.stream().mapToDouble(Trial::mpps).sorted().toArray();
        return new CellResult("none", setup, setup, Map.of(), 0, true, false, null,
                new Rate(mpps[mpps.length / 2], mpps[0], mpps[mpps.length - 1], "bootstrap-95", List.of()), 1.0, 1.0,
                1.0, null, Map.of(), null, List.of(), trials);
    }

    private static CellResult without(String setup, boolean skipped) {
        return new CellResult("none", setup, setup, Map.of(), 0, false, skipped, "why", null, null, null, null, null,
                null, null, null, null);
    }

    private static List<Trial> trials(long seed, double mpps) {
        Random random = new Random(seed);
        List<Trial> trials = new ArrayList<>();
        for (int start = 0; start < STARTS; start++) {
            double ofStart = mpps * (1 + NOISE / 2 * random.nextGaussian());
            int first = start * ROUNDS;
            int thisStart = start;
            IntStream.range(0, ROUNDS).forEach(round -> trials.add(new Trial(thisStart, first + round, 0, 1, 1, 1,
                    ofStart * (1 + NOISE * random.nextGaussian()), 1, null, null, null)));
        }
        return trials;
    }
}
