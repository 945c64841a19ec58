package okko.eval.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.StringReader;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import okko.eval.chart.BarChart.Bar;
import okko.eval.chart.LineChart.Axis;
import okko.eval.chart.LineChart.Growth;
import okko.eval.chart.LineChart.Line;
import okko.eval.chart.LineChart.Point;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class ChartTest {

    private static final Words WORDS = new Words("Throughput & <more>", "The first is twice the second.");
    private static final List<Bar> BARS = List.of(new Bar("one <b>", Ink.SWITCH, 6, 5.5, 6.5, "6.00 Mpps"),
            new Bar("two", Ink.PROCESS, 3, 3, 3, "3.00 Mpps"), Bar.without("three", "unproved"));

    @Test
    void shouldDrawBarsAsLongAsTheirValues() throws Exception {
        List<Element> bars = elements(new BarChart("Mpps", 6.5).draw("a", WORDS, BARS), "rect").stream()
                .filter(rect -> rect.hasAttribute("fill")).toList();

        double two = length(bars, "var(--process)");
        assertThat(length(bars, "var(--switch)") / two).isCloseTo(2, within(0.01));
        assertThat(length(bars, "var(--dim)")).isLessThan(1);
    }

    @Test
    void shouldSayWhatIsDrawn() throws Exception {
        Element svg = parse(new BarChart("Mpps", 6.5).draw("a", WORDS, BARS));

        assertThat(svg.getAttribute("role")).isEqualTo("img");
        assertThat(svg.getAttribute("aria-labelledby")).isEqualTo("a-title a-desc");
        assertThat(svg.getElementsByTagName("title").item(0).getTextContent()).isEqualTo("Throughput & <more>");
        assertThat(svg.getElementsByTagName("desc").item(0).getTextContent())
                .isEqualTo("The first is twice the second.");
        assertThat(texts(svg)).contains("one <b>", "two", "three", "6.00 Mpps", "unproved", "Mpps", "0", "2", "4", "6");
    }

    @Test
    void shouldDrawTheSameChartTheSameWay() {
        assertThat(new BarChart("Mpps", 6.5).draw("a", WORDS, BARS))
                .isEqualTo(new BarChart("Mpps", 6.5).draw("a", WORDS, BARS));
        assertThat(lines(5)).isEqualTo(lines(5));
    }

    @Test
    void shouldTakeColoursAndFontsFromThePageAlone() {
        for (String svg : List.of(new BarChart("Mpps", 6.5).draw("a", WORDS, BARS), lines(5))) {
            assertThat(svg).doesNotContain("<style").doesNotContain("#0100").doesNotContain("rgb(1,0")
                    .contains("var(--switch)").contains("var(--grid)");
        }
    }

    @Test
    void shouldNotCutLongLabels() throws Exception {
        String svg = new BarChart("Mpps", 6).draw("a", WORDS, List.of(
                new Bar("switch-interpreter, megaflow only", Ink.SWITCH, 6, 6, 6, "6"),
                new Bar("switch-interpreter, megaflow always", Ink.SWITCH, 5, 5, 5, "5")));

        assertThat(parse(svg).getTextContent()).contains("switch-interpreter,", "megaflow only", "megaflow always")
                .doesNotContain("..");
    }

    @Test
    void shouldTellLinesApartByColourAndShape() throws Exception {
        Element svg = parse(lines(5));

        assertThat(texts(svg)).contains("line 0", "line 4", "64", "1518", "frame size, bytes", "Mpps");
        assertThat(lines(5)).contains("var(--switch)", "var(--process)", "var(--remote)", "var(--peer)",
                "var(--series-1)");
    }

    @Test
    void shouldDrawALineOfOnePointAndOfEqualValues() {
        String svg = new LineChart(Axis.at("flows", Growth.LOGARITHMIC, List.of(64.0)),
                Axis.round("µs", Growth.LOGARITHMIC)).draw("a", WORDS, List.of(new Line("one",
                        List.of(new Point(64, 10, 10, 10)))));

        assertThat(svg).contains("var(--switch)").doesNotContain("NaN");
    }

    @Test
    void shouldMarkAxesAtRoundValues() {
        assertThat(Breaks.upTo(16.1)).containsExactly(0.0, 5.0, 10.0, 15.0);
        assertThat(Breaks.upTo(0.9)).containsExactly(0.0, 0.2, 0.4, 0.6000000000000001, 0.8);
        assertThat(Breaks.decades(3, 500)).containsExactly(1.0, 10.0, 100.0, 1000.0);
        assertThat(List.of(0.0, 0.6000000000000001, 64.0, 1518.0, 10_000.0, 1e6).stream().map(Breaks::text))
                .containsExactly("0", "0.6", "64", "1518", "10k", "1M");
    }

    private static String lines(int count) {
        List<Line> lines = IntStream.range(0, count).mapToObj(i -> new Line("line " + i,
                List.of(new Point(64, 6 - i, 5.9 - i, 6.1 - i), new Point(1518, 3, 2.9, 3.1)))).toList();
        return new LineChart(Axis.at("frame size, bytes", Growth.LOGARITHMIC, List.of(64.0, 1518.0)),
                Axis.round("Mpps", Growth.LINEAR)).draw("l", WORDS, lines);
    }

    private static double length(List<Element> bars, String fill) {
        return bars.stream().filter(bar -> bar.getAttribute("fill").equals(fill))
                .mapToDouble(bar -> Double.parseDouble(bar.getAttribute("width"))).findFirst().orElseThrow();
    }

    private static List<String> texts(Element svg) {
        var texts = svg.getElementsByTagName("text");
        return IntStream.range(0, texts.getLength()).mapToObj(i -> texts.item(i).getTextContent()).toList();
    }

    private static List<Element> elements(String svg, String tag) throws Exception {
        var found = parse(svg).getElementsByTagName(tag);
        return IntStream.range(0, found.getLength()).mapToObj(i -> (Element) found.item(i)).toList();
    }

    private static Element parse(String svg) throws Exception {
        return DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder()
                .parse(new InputSource(new StringReader(svg))).getDocumentElement();
    }
}
