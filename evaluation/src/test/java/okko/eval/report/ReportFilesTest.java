package okko.eval.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportFilesTest {

    private static final Set<String> WITHOUT_END = Set.of("meta", "br", "hr", "img", "link");

    private final Results results = SampleResults.build();

    @TempDir
    private Path directory;
    private ResultFiles files;

    @BeforeEach
    void write() throws IOException {
        files = new ResultFiles(directory);
        files.prepare();
        files.write(results);
    }

    @Test
    void shouldReadBackWhatItWrote() throws IOException {
        assertThat(files.read()).isEqualTo(results);
    }

    @Test
    void shouldHoldTheDocumentedKeys() throws IOException {
        JsonNode root = new JsonMapper().readTree(directory.resolve("results.json").toFile());

        assertThat(root.path("schemaVersion").asInt()).isEqualTo(2);
        assertThat(root.path("environment").path("cpu").asText()).isEqualTo("A CPU <tm>");
        assertThat(root.path("traffic").path("sha256").asText()).isEqualTo("ab12");
        assertThat(root.path("cells")).hasSize(14);
        JsonNode cell = root.path("cells").get(1);
        assertThat(cell.fieldNames()).toIterable().contains("workload", "setup", "copiesPerPacket", "mpps", "nsPerPacket", "coresBusy",
                "proved", "verdicts", "trials");
        assertThat(cell.path("mpps").fieldNames()).toIterable().contains("median", "low", "high", "trials");
        assertThat(cell.path("proved").isBoolean()).isTrue();
        assertThat(root.path("cells").get(11).has("mpps")).isFalse();
    }

    @Test
    void shouldHaveALinePerCellInTheCsvFile() throws IOException {
        List<String> lines = Files.readAllLines(directory.resolve("results.csv"));

        assertThat(lines).hasSize(15);
        assertThat(lines.get(0)).startsWith("workload,setup,proved,mpps_median,mpps_low,mpps_high,");
        assertThat(lines.get(2)).startsWith("p0f,switch-bpf,true,6.5000,6.0000,7.0000,min-max,3,153.8462,2.0000,3.2500,");
        assertThat(lines.get(12)).isEqualTo("firewall,process-java,false,,,,,,,,,,,,proof: <verdicts> differ,0,"
                + "applications,applications/firewall,process-java,,false");
    }

    @Test
    void shouldHaveEveryCellInTheTable() {
        List<String> lines = ResultsTable.of(results).lines().toList();

        assertThat(lines.get(2)).isEqualTo(
                "p0f        switch-bpf               0      6.50  [6.00 - 7.00]          153.8   2.00  1.86 [1.75 - 2.00]");
        assertThat(lines.get(12)).isEqualTo("firewall   process-java        unproved: proof: <verdicts> differ");
    }

    @Test
    void shouldAnswerFirst() throws IOException {
        assertThat(page()).containsSubsequence("In the switch wins: the same compiled program runs at 1.86 times the "
                + "throughput", "<svg", "Beside the published figures");
    }

    @Test
    void shouldNotWarnWhenTheMachineWasQuiet() throws IOException {
        assertThat(page()).doesNotContain("Take the numbers with care");
    }

    @Test
    void shouldHaveEveryCellOnThePage() throws IOException {
        for (Results.CellResult cell : results.cells()) {
            assertThat(page()).contains("<td>" + cell.workload() + "</td><td>" + cell.label() + "</td>");
        }
        assertThat(page()).contains("proof: &lt;verdicts&gt; differ").contains("A CPU &lt;tm&gt;");
    }

    @Test
    void shouldLoadNothingFromAnywhere() throws IOException {
        assertThat(page()).doesNotContainPattern("https?:").doesNotContain("<script", "<link", "<img", "@import", " src=")
                .doesNotContainPattern("url\\([^#]").doesNotContainPattern(" href=\"[^#]");
    }

    @Test
    void shouldEndEveryElementItBegins() throws IOException {
        Deque<String> open = new ArrayDeque<>();
        Matcher tags = Pattern.compile("<(/?)([a-z][a-zA-Z0-9]*)[^>]*?(/?)>").matcher(page());
        while (tags.find()) {
            if (tags.group(3).isEmpty() && tags.group(1).isEmpty() && !WITHOUT_END.contains(tags.group(2))) {
                open.push(tags.group(2));
            } else if (!tags.group(1).isEmpty()) {
                assertThat(open.pop()).as("at %d", tags.start()).isEqualTo(tags.group(2));
            }
        }
        assertThat(open).isEmpty();
    }

    @Test
    void shouldDrawABarForEveryCellAndPublishedRatio() throws IOException {
        Pattern bar = Pattern.compile("<rect fill=\"var[^>]*stroke=\"rgb.255[^>]* x=\"0.0\"");
        assertThat(bar.matcher(page()).results().count()).isEqualTo(14 + 14 + 4);
    }

    @Test
    void shouldNameTheFileWhenItIsMissing() {
        assertThatThrownBy(() -> new ResultFiles(directory.resolve("nowhere")).read())
                .isInstanceOf(IOException.class).hasMessageContaining("nowhere/results.json: no such file");
    }

    @Test
    void shouldNameTheFileWhenItIsBroken() throws IOException {
        Files.writeString(directory.resolve("results.json"), "{\"schemaVersion\": 2, \"cells\": [");

        assertThatThrownBy(files::read).isInstanceOf(IOException.class).hasMessageContaining("results.json: ");
    }

    @Test
    void shouldRefuseAnotherVersion() throws IOException {
        Files.writeString(directory.resolve("results.json"), "{\"schemaVersion\": 99}");

        assertThatThrownBy(files::read).hasMessageEndingWith("schemaVersion is 99, expected 2");
    }

    private String page() throws IOException {
        return Files.readString(directory.resolve("report.html"));
    }
}
