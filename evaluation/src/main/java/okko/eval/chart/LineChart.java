package okko.eval.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Lines through points, each with a band for its interval. Colours and the shapes of points tell them apart. */
public final class LineChart {

    private static final double WIDTH = 430;
    private static final double HEIGHT = 270;
    private static final double LEGEND_ROW_HEIGHT = 23;
    private static final int LEGEND_COLUMNS = 2;
    /** Of an axis, at each end, so that no point is cut. */
    private static final double MARGIN_SHARE = 0.03;
    /** Circle, square, diamond, triangles: the grammar's numbers of shapes of one size, with a fill. */
    private static final List<Double> SHAPES = List.of(21.0, 22.0, 23.0, 24.0, 25.0);

    private final Axis across;
    private final Axis up;

    /**
     * Makes a kind of chart.
     *
     * @param across horizontal axis
     * @param up     vertical axis
     */
    public LineChart(Axis across, Axis up) {
        this.across = across;
        this.up = up;
    }

    /** How distances on an axis grow. */
    public enum Growth {
        /** By sums, from 0. */
        LINEAR,
        /** By factors; values are above 0. */
        LOGARITHMIC
    }

    /**
     * An axis.
     *
     * @param title  with the unit
     * @param growth of distances
     * @param marks  where it is marked; empty for round values
     * @param labels what is written there, as many
     */
    public record Axis(String title, Growth growth, List<Double> marks, List<String> labels) {

        /**
         * An axis with marks at round values.
         *
         * @param title  with the unit
         * @param growth of distances
         * @return the axis
         */
        public static Axis round(String title, Growth growth) {
            return new Axis(title, growth, List.of(), List.of());
        }

        /**
         * An axis that is marked at values.
         *
         * @param title  with the unit
         * @param growth of distances
         * @param marks  the values
         * @return the axis
         */
        public static Axis at(String title, Growth growth, List<Double> marks) {
            return new Axis(title, growth, marks, marks.stream().map(Breaks::text).toList());
        }
    }

    /**
     * A point of a line.
     *
     * @param x    across
     * @param y    up
     * @param low  where its interval begins
     * @param high where its interval ends
     */
    public record Point(double x, double y, double low, double high) {}

    /**
     * A line.
     *
     * @param label  in the legend; no two of a chart are equal
     * @param points from left to right
     */
    public record Line(String label, List<Point> points) {}

    /**
     * Draws lines.
     *
     * @param name  of the element; the page has it once
     * @param words what the chart shows
     * @param lines at least one, with a point
     * @return an SVG element
     */
    public String draw(String name, Words words, List<Line> lines) {
        List<String> labels = lines.stream().map(Line::label).toList();
        Map<String, Object> theme = Spec.theme();
        theme.put("axis_text_x", Spec.of("angle", 0.0));
        theme.put("legend_position", "top");
        theme.put("legend_justification", List.of(0.0, 1.0));
        Map<String, Object> spec = Spec.of("kind", "plot", "theme", theme, "data", columns(lines),
                "mapping", Spec.of("x", "x", "y", "y", "color", "line", "fill", "line", "shape", "line"),
                "guides", Spec.of("color", legend(), "fill", legend(), "shape", legend()),
                "scales", List.of(scale("x", across, values(lines, Point::x)),
                        scale("y", up, values(lines, Point::high)),
                        manual("color", labels, inks(lines.size())), manual("fill", labels, inks(lines.size())),
                        manual("shape", labels, shapes(lines.size()))),
                "layers", List.of(
                        Spec.of("geom", "ribbon", "mapping", Spec.of("ymin", "low", "ymax", "high"), "alpha", 0.18,
                                "size", 0.0, "show_legend", false, "tooltips", "none"),
                        Spec.of("geom", "line", "size", 0.9, "tooltips", "none"),
                        Spec.of("geom", "point", "size", 3.0, "tooltips", "none")));
        int rows = (lines.size() + LEGEND_COLUMNS - 1) / LEGEND_COLUMNS;
        return Drawing.of(name, words, spec, WIDTH, HEIGHT + rows * LEGEND_ROW_HEIGHT);
    }

    private static Map<String, Object> columns(List<Line> lines) {
        List<String> labels = new ArrayList<>();
        for (Line line : lines) {
            line.points().forEach(point -> labels.add(line.label()));
        }
        return Spec.of("line", labels, "x", values(lines, Point::x), "y", values(lines, Point::y),
                "low", values(lines, Point::low), "high", values(lines, Point::high));
    }

    private static List<Double> values(List<Line> lines, ToDoubleFunction<Point> of) {
        return new ArrayList<>(lines.stream().flatMap(line -> line.points().stream())
                .map(of::applyAsDouble).toList());
    }

    private static Map<String, Object> scale(String aesthetic, Axis axis, List<Double> values) {
        double largest = values.stream().mapToDouble(value -> value).max().orElseThrow();
        double smallest = values.stream().mapToDouble(value -> value).min().orElseThrow();
        List<Double> marks = !axis.marks().isEmpty() ? axis.marks() : switch (axis.growth()) {
            case LINEAR -> Breaks.upTo(largest);
            case LOGARITHMIC -> Breaks.decades(smallest, largest);
        };
        List<String> labels = !axis.marks().isEmpty() ? axis.labels() : marks.stream().map(Breaks::text).toList();
        Map<String, Object> scale = Spec.of("aesthetic", aesthetic, "name", axis.title(), "breaks", marks,
                "labels", labels);
        scale.put("expand", List.of(0.0, 0.0));
        double first = Math.min(smallest, marks.getFirst());
        double last = Math.max(largest, marks.getLast());
        switch (axis.growth()) {
            case LINEAR -> scale.put("limits", List.of(first - (last - first) * MARGIN_SHARE,
                    last + (last - first) * MARGIN_SHARE));
            case LOGARITHMIC -> {
                double margin = Math.pow(last / first, MARGIN_SHARE);
                scale.put("trans", "log10");
                scale.put("limits", List.of(first / margin, last * margin));
            }
        }
        return scale;
    }

    private static Map<String, Object> manual(String aesthetic, List<String> labels, List<?> values) {
        return Spec.of("aesthetic", aesthetic, "limits", labels, "values", values);
    }

    private static Map<String, Object> legend() {
        return Spec.of("name", "legend", "ncol", LEGEND_COLUMNS, "byrow", true);
    }

    private static List<String> inks(int count) {
        List<String> inks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            inks.add(Ink.ofLine(i).placeholder());
        }
        return inks;
    }

    private static List<Double> shapes(int count) {
        List<Double> shapes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            shapes.add(SHAPES.get(i % SHAPES.size()));
        }
        return shapes;
    }
}
