package okko.eval.report;

import static j2html.TagCreator.tag;

import j2html.tags.ContainerTag;
import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Horizontal bars with the range of each as a line through its end; SVG, coloured by the page's style sheet so that it
 * follows light and dark.
 */
final class BarChart {

    private static final int WIDTH = 760;
    private static final int LABEL_WIDTH = 150;
    private static final int VALUE_WIDTH = 170;
    private static final int ROW_HEIGHT = 26;
    private static final int BAR_HEIGHT = 16;
    private static final int AXIS_HEIGHT = 22;
    private static final int WHISKER_HALF = 4;
    private static final int PLOT_WIDTH = WIDTH - LABEL_WIDTH - VALUE_WIDTH;

    private final String title;
    private final String unit;
    private final double largest;

    /**
     * Makes a chart.
     *
     * @param title   for readers who cannot see it
     * @param unit    of the axis
     * @param largest value that has to fit, above 0; charts to be compared share it
     */
    BarChart(String title, String unit, double largest) {
        this.title = title;
        this.unit = unit;
        this.largest = largest;
    }

    /**
     * One bar.
     *
     * @param label  at its left
     * @param style  class of the style sheet
     * @param median its length
     * @param low    where its range begins
     * @param high   where its range ends
     * @param text   at its right
     */
    record Bar(String label, String style, double median, double low, double high, String text) {}

    DomContent draw(List<Bar> bars) {
        int height = bars.size() * ROW_HEIGHT + AXIS_HEIGHT;
        List<DomContent> parts = new ArrayList<>();
        parts.add(tag("title").withText(title));
        double step = tick();
        for (double value = 0; value <= largest; value += step) {
            parts.add(line("grid", x(value), 0, x(value), bars.size() * ROW_HEIGHT));
            parts.add(text("axis", x(value), height - 6, "middle", number(value)));
        }
        parts.add(text("axis", LABEL_WIDTH + PLOT_WIDTH + 12, height - 6, "start", unit));
        for (int row = 0; row < bars.size(); row++) {
            addBar(parts, bars.get(row), row * ROW_HEIGHT + ROW_HEIGHT / 2);
        }
        return tag("svg").attr("viewBox", "0 0 " + WIDTH + " " + height).attr("role", "img").attr("class", "chart")
                .with(parts);
    }

    private void addBar(List<DomContent> parts, Bar bar, int middle) {
        parts.add(text("label", LABEL_WIDTH - 8, middle + 4, "end", bar.label()));
        parts.add(tag("rect").attr("class", "bar " + bar.style()).attr("x", LABEL_WIDTH)
                .attr("y", middle - BAR_HEIGHT / 2).attr("width", coordinate(x(bar.median()) - LABEL_WIDTH))
                .attr("height", BAR_HEIGHT));
        parts.add(line("whisker", x(bar.low()), middle, x(bar.high()), middle));
        parts.add(line("whisker", x(bar.low()), middle - WHISKER_HALF, x(bar.low()), middle + WHISKER_HALF));
        parts.add(line("whisker", x(bar.high()), middle - WHISKER_HALF, x(bar.high()), middle + WHISKER_HALF));
        parts.add(text("value", LABEL_WIDTH + PLOT_WIDTH + 12, middle + 4, "start", bar.text()));
    }

    private double x(double value) {
        return LABEL_WIDTH + value / largest * PLOT_WIDTH;
    }

    /** A distance between grid lines of 1, 2 or 5 times a power of ten, for four to ten lines. */
    private double tick() {
        double power = Math.pow(10, Math.floor(Math.log10(largest)) - 1);
        for (double factor : new double[] {1, 2, 5, 10, 20}) {
            if (largest / (power * factor) <= 10) {
                return power * factor;
            }
        }
        return power * 50;
    }

    private static ContainerTag<?> line(String style, double x1, double y1, double x2, double y2) {
        return tag("line").attr("class", style).attr("x1", coordinate(x1)).attr("y1", coordinate(y1))
                .attr("x2", coordinate(x2)).attr("y2", coordinate(y2));
    }

    private static ContainerTag<?> text(String style, double x, double y, String anchor, String text) {
        return tag("text").attr("class", style).attr("x", coordinate(x)).attr("y", coordinate(y))
                .attr("text-anchor", anchor).withText(text);
    }

    private static String coordinate(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value)
                : String.format(Locale.ROOT, value < 0.1 ? "%.2f" : "%.1f", value);
    }
}
