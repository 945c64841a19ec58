package okko.eval.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Horizontal bars, each with its interval as a line through its end and its value in words behind it. */
public final class BarChart {

    private static final double WIDTH = 430;
    private static final double ROW_HEIGHT = 29;
    private static final double TWO_LINES_HEIGHT = 38;
    private static final double AXIS_HEIGHT = 52;
    /** Letters; the library cuts what is longer, and two bars may then have one name. */
    private static final int LONGEST_LINE = 20;
    private static final double BAR_SHARE = 0.62;
    private static final double WHISKER_SHARE = 0.26;
    /** Of the axis; what is written behind the longest bar needs the rest. */
    private static final double LONGEST_SHARE = 0.5;
    /** In front of what is written behind a bar, as a share of the axis. */
    private static final double GAP_SHARE = 0.012;
    private static final double TEXT_SIZE = 6.5;

    private final String unit;
    private final double largest;

    /**
     * Makes a kind of chart.
     *
     * @param unit    of the values, under the axis
     * @param largest value that has to fit, above 0; charts to be compared share it
     */
    public BarChart(String unit, double largest) {
        this.unit = unit;
        this.largest = largest;
    }

    /**
     * One bar.
     *
     * @param label at its left; no two of a chart are equal
     * @param ink   its colour
     * @param value its length
     * @param low   where its interval begins
     * @param high  where its interval ends
     * @param text  at its right
     */
    public record Bar(String label, Ink ink, double value, double low, double high, String text) {

        /**
         * A bar without a value.
         *
         * @param label  at the left
         * @param reason why there is none
         * @return a bar of length 0
         */
        public static Bar without(String label, String reason) {
            return new Bar(label, Ink.DIM, 0, 0, 0, reason);
        }
    }

    /**
     * Draws bars.
     *
     * @param name  of the element; the page has it once
     * @param words what the chart shows
     * @param bars  from top to bottom; at least one
     * @return an SVG element
     */
    public String draw(String name, Words words, List<Bar> bars) {
        double axis = largest / LONGEST_SHARE;
        List<String> fromBelow = new ArrayList<>(bars.stream().map(bar -> key(bars, bar.label())).toList()).reversed();
        boolean inLines = bars.stream().anyMatch(bar -> bar.label().length() > LONGEST_LINE);
        Map<String, Object> theme = Spec.theme();
        theme.put("axis_text_y", Spec.of("angle", 0.0));
        theme.put("axis_title_x", Spec.of("blank", true));
        theme.put("legend_position", "none");
        Map<String, Object> spec = Spec.of("kind", "plot", "theme", theme,
                "data", Spec.of("label", column(bars, bar -> key(bars, bar.label())),
                        "value", column(bars, Bar::value),
                        "low", column(bars, Bar::low), "high", column(bars, Bar::high), "text", column(bars, Bar::text),
                        "ink", column(bars, bar -> bar.ink().placeholder()),
                        "end", column(bars, bar -> Math.max(bar.value(), bar.high()) + axis * GAP_SHARE)),
                "mapping", Spec.of("x", "label"), "coord", Spec.of("name", "flip"),
                "scales", List.of(Spec.of("aesthetic", "x", "discrete", true, "limits", fromBelow),
                        Spec.of("aesthetic", "y", "name", unit, "limits", List.of(0.0, axis),
                                "expand", List.of(0.0, 0.0), "breaks", Breaks.upTo(largest),
                                "labels", Breaks.upTo(largest).stream().map(Breaks::text).toList()),
                        Spec.asGiven("fill")),
                "layers", layers(bars));
        double rowHeight = inLines ? TWO_LINES_HEIGHT : ROW_HEIGHT;
        String svg = Drawing.of(name, words, spec, WIDTH, bars.size() * rowHeight + AXIS_HEIGHT);
        for (Bar bar : bars) {
            svg = bar.label().length() <= LONGEST_LINE ? svg
                    : svg.replace(">" + key(bars, bar.label()) + "<", ">" + lines(bar.label()) + "<");
        }
        return svg;
    }

    /** A bar that is its own interval, or has no value, gets no whisker; a layer without any would be a mistake. */
    private static List<Map<String, Object>> layers(List<Bar> bars) {
        List<Bar> ranges = bars.stream().filter(bar -> bar.low() < bar.high()).toList();
        List<Map<String, Object>> layers = new ArrayList<>(List.of(bars()));
        if (!ranges.isEmpty()) {
            layers.add(whiskers(bars, ranges));
        }
        layers.add(texts());
        return layers;
    }

    /** What the library sees of a label: itself, or for a long one as many letters as it leaves alone. */
    private static String key(List<Bar> bars, String label) {
        int row = bars.stream().map(Bar::label).toList().indexOf(label);
        return label.length() <= LONGEST_LINE ? label : "n".repeat(LONGEST_LINE - 3) + String.format("%03d", row);
    }

    /** A long label in two lines, broken at the blank that is nearest to its middle. */
    private static String lines(String label) {
        int middle = label.length() / 2;
        int before = label.lastIndexOf(' ', middle);
        int behind = label.indexOf(' ', middle);
        if (before < 0 && behind < 0) {
            return escaped(label);
        }
        int at = before < 0 || behind >= 0 && behind - middle < middle - before ? behind : before;
        return "<tspan x=\"0\" dy=\"-0.3em\">" + escaped(label.substring(0, at)) + " </tspan><tspan x=\"0\" "
                + "dy=\"1.2em\">" + escaped(label.substring(at + 1)) + "</tspan>";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static Map<String, Object> bars() {
        return Spec.of("geom", "bar", "stat", "identity", "width", BAR_SHARE, "size", 0.0,
                "mapping", Spec.of("y", "value", "fill", "ink"), "tooltips", "none");
    }

    private static Map<String, Object> whiskers(List<Bar> bars, List<Bar> ranges) {
        return Spec.of("geom", "errorbar", "data", Spec.of("label", column(ranges, bar -> key(bars, bar.label())),
                        "low", column(ranges, Bar::low), "high", column(ranges, Bar::high)),
                "mapping", Spec.of("ymin", "low", "ymax", "high"), "width", WHISKER_SHARE, "size", 0.7,
                "color", Ink.TEXT.placeholder(), "tooltips", "none");
    }

    private static Map<String, Object> texts() {
        return Spec.of("geom", "text", "mapping", Spec.of("y", "end", "label", "text"), "hjust", 0.0, "size", TEXT_SIZE,
                "color", Ink.TEXT.placeholder(), "tooltips", "none");
    }

    private static <T> List<T> column(List<Bar> bars, Function<Bar, T> of) {
        return new ArrayList<>(bars.stream().map(of).toList());
    }
}
