package okko.eval.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import okko.eval.report.Chromium.Scheme;
import okko.eval.report.Results.CellResult;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Opens the report as its readers do, and reads the numbers back: from the tables, and from the lengths of the bars. */
@Timeout(400)
class ReportPageIT {

    private static final int DESKTOP = 1280;
    private static final int PHONE = 390;
    private static final Path COMMITTED = Path.of("../docs/results");

    /** Rows of tables and bars of charts by the name of the chart; and what could go wrong with the page. */
    private static final String READ = """
            (() => {
              const box = element => element.getBoundingClientRect();
              const charts = {};
              for (const svg of document.querySelectorAll('svg[id^=throughput-]')) {
                const words = name => [...svg.querySelectorAll('.' + name)];
                const ticks = words('axis-text-y').map(text => [Number(text.textContent),
                    box(text).left + box(text).width / 2]);
                const [zero, last] = [ticks[0], ticks[ticks.length - 1]];
                const bars = {};
                for (const rect of svg.querySelectorAll('rect[stroke="rgb(255,255,255)"]')) {
                  const middle = box(rect).top + box(rect).height / 2;
                  const far = text => Math.abs(box(text).top + box(text).height / 2 - middle);
                  const label = words('axis-text-x').sort((a, b) => far(a) - far(b))[0].textContent;
                  bars[label] = box(rect).width / (last[1] - zero[1]) * last[0];
                }
                const rows = {};
                for (const row of svg.closest('figure').querySelectorAll('tbody tr')) {
                  rows[row.children[0].textContent] = [...row.children].slice(1).map(cell => cell.textContent);
                }
                charts[svg.id] = {bars, rows};
              }
              return {charts, innerWidth, scrollWidth: document.documentElement.scrollWidth,
                background: getComputedStyle(document.body).backgroundColor,
                color: getComputedStyle(document.body).color,
                bar: getComputedStyle(document.querySelector('svg rect[fill="var(--switch)"]')).fill,
                unnamed: [...document.querySelectorAll('svg.chart')].filter(svg => svg.getAttribute('role') !== 'img'
                  || !svg.getAttribute('aria-labelledby').split(' ').every(id =>
                    document.getElementById(id).textContent)).map(svg => svg.id),
                withoutTable: [...document.querySelectorAll('figure')].filter(figure =>
                  !figure.querySelector('details table')).length,
                twice: [...document.querySelectorAll('[id]')].map(element => element.id)
                  .filter((id, index, all) => all.indexOf(id) !== index),
                broken: [...document.querySelectorAll('nav a')].filter(link =>
                  !document.querySelector(link.getAttribute('href'))).length};
            })()""";

    @TempDir
    private Path directory;
    private Chromium chromium;
    private Path page;
    private final Results sample = CompleteResults.build();

    @BeforeEach
    void open() throws IOException {
        assumeTrue(Chromium.isThere(), "needs Debian's package chromium");
        chromium = new Chromium(Files.createDirectory(directory.resolve("chromium")));
        page = write(sample);
    }

    @Test
    void shouldShowTheNumbersOfTheFileInTablesAndBars() throws Exception {
        JsonNode read = chromium.measure(page, Scheme.LIGHT, DESKTOP, READ);

        assertThatNumbersAreThoseOf(sample, read);
        assertThat(read.path("unnamed")).isEmpty();
        assertThat(read.path("twice")).isEmpty();
        assertThat(read.path("withoutTable").asInt()).isZero();
        assertThat(read.path("broken").asInt()).isZero();
        assertThat(read.path("background").asText()).isEqualTo("rgb(245, 246, 248)");
        assertThat(read.path("bar").asText()).isEqualTo("rgb(37, 99, 176)");
    }

    @Test
    void shouldFitAPhoneAndTheDark() throws Exception {
        JsonNode read = chromium.measure(page, Scheme.DARK, PHONE, READ);

        assertThat(read.path("innerWidth").asInt()).as("width of the window").isLessThanOrEqualTo(500);
        assertThat(read.path("scrollWidth").asInt()).isEqualTo(read.path("innerWidth").asInt());
        assertThat(read.path("background").asText()).isEqualTo("rgb(15, 19, 24)");
        assertThat(read.path("color").asText()).isEqualTo("rgb(232, 236, 241)");
        assertThat(read.path("bar").asText()).isEqualTo("rgb(109, 167, 247)");
        assertThatNumbersAreThoseOf(sample, read);
    }

    @Test
    void shouldBeAPictureAndPaper() throws Exception {
        var picture = ImageIO.read(chromium.screenshot(page, Scheme.LIGHT, DESKTOP).toFile());
        byte[] paper = Files.readAllBytes(chromium.print(page));

        assertThat(picture.getWidth()).isEqualTo(DESKTOP);
        assertThat(picture.getRGB(2, 2) & 0xffffff).isEqualTo(0xf5f6f8);
        assertThat(new String(paper, 0, 5)).isEqualTo("%PDF-");
    }

    @Test
    void shouldShowTheCommittedResults() throws Exception {
        for (Path results : committed()) {
            Results read = new ResultFiles(results.getParent()).read();
            assertThatNumbersAreThoseOf(read, chromium.measure(write(read), Scheme.LIGHT, DESKTOP, READ));
        }
    }

    private static List<Path> committed() throws IOException {
        List<Path> committed = new ArrayList<>();
        try (Stream<Path> files = Files.walk(COMMITTED)) {
            for (Path file : files.filter(each -> each.endsWith(ResultFiles.JSON)).toList()) {
                JsonNode version = new JsonMapper().readTree(file.toFile()).path("schemaVersion");
                if (version.asInt() == Results.SCHEMA_VERSION) {
                    committed.add(file);
                }
            }
        }
        return committed;
    }

    private Path write(Results results) throws IOException {
        return Files.writeString(directory.resolve("report.html"), ReportPage.of(results));
    }

    private static void assertThatNumbersAreThoseOf(Results results, JsonNode read) {
        for (String workload : results.workloads()) {
            JsonNode chart = read.path("charts").path(ChartCard.id("throughput", workload));
            Map<String, Double> bars = new HashMap<>();
            chart.path("bars").properties().forEach(bar -> bars.put(bar.getKey(), bar.getValue().asDouble()));
            double largest = bars.values().stream().mapToDouble(value -> value).max().orElseThrow();
            for (CellResult cell : results.cellsOf(workload)) {
                JsonNode row = chart.path("rows").path(cell.label());
                assertThat(row.path(0).asText()).as("%s, %s: table", workload, cell.label()).isEqualTo(cell.proved()
                        ? Numbers.mpps(cell.mpps().median()) : cell.skipped() ? "left out" : "unproved");
                assertThat(bars.get(cell.label())).as("%s, %s: bar", workload, cell.label())
                        .isCloseTo(cell.proved() ? cell.mpps().median() : 0, within(largest * 0.02));
            }
        }
    }
}
