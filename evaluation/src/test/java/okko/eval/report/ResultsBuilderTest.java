package okko.eval.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import okko.eval.report.Results.CellResult;
import okko.eval.report.Results.Published;
import okko.eval.report.Results.Rate;
import org.junit.jupiter.api.Test;

class ResultsBuilderTest {

    private final Results results = SampleResults.build();

    @Test
    void shouldSummariseTheTrialsOfACell() {
        CellResult cell = results.provedCell("p0f", "switch-bpf").orElseThrow();

        assertThat(cell.mpps()).isEqualTo(new Rate(6.5, 6, 7, "min-max", List.of(6.0, 6.5, 7.0)));
        assertThat(cell.nsPerPacket()).isEqualTo(1000 / 6.5);
        assertThat(cell.coresBusy()).isEqualTo(2);
        assertThat(cell.mppsPerCore()).isEqualTo(3.25);
        assertThat(cell.ratioToReference().median()).isEqualTo(6.5 / 3.5);
    }

    @Test
    void shouldCountVerdictsOfTheProof() {
        assertThat(results.provedCell("p0f", "switch-bpf").orElseThrow().verdicts())
                .containsEntry("match", 200L).containsEntry("no_match", 100L).hasSize(2);
        assertThat(results.provedCell("p0f", "forward").orElseThrow().verdicts()).containsOnlyKeys("forwarded");
    }

    @Test
    void shouldWriteChecksumsAsSixteenDigits() {
        assertThat(results.cells().getFirst().proof().checksums())
                .containsEntry("match", "000000000000000a").containsEntry("no_match", "ffffffffffffffff");
    }

    @Test
    void shouldGiveAReasonAndNoNumberWithoutProof() {
        CellResult cell = results.cellsOf("firewall").stream()
                .filter(result -> result.setup().equals("process-java")).findAny().orElseThrow();

        assertThat(cell).isEqualTo(new CellResult("firewall", "process-java", "process-java", Map.of(), 0, false, false,
                "proof: <verdicts> differ", null, null, null, null, null, null, null, null, null));
        assertThat(results.allProved()).isFalse();
    }

    @Test
    void shouldPutMeasuredRatiosBesidePublishedOnes() {
        assertThat(results.published()).extracting(Published::workload).containsExactly("p0f", "firewall");
        assertThat(results.published().getFirst().reading())
                .isEqualTo("same shape, and 1.85 is within the range measured here");
    }
}
