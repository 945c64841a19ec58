package okko.eval.chart;

import java.util.LinkedHashMap;
import java.util.Map;

/** What Lets-Plot is told: a tree of maps and lists, with the keys of its layered grammar of graphics. */
final class Spec {

    private static final Map<String, Object> BLANK = of("blank", true);

    private Spec() {}

    /** A map that may be changed: the library writes into what it gets. */
    static Map<String, Object> of(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }

    /** A theme without a ground of its own; grid lines stand on the axis of values, "y" also where that lies flat. */
    static Map<String, Object> theme() {
        return of("text", of("family", "sans-serif", "color", Ink.TEXT.placeholder()),
                "plot_background", BLANK, "panel_background", BLANK, "panel_grid_minor", BLANK, "axis_ticks", BLANK,
                "axis_line", BLANK, "legend_background", BLANK, "legend_title", BLANK, "panel_grid_major_x", BLANK,
                "panel_grid_major_y", of("color", Ink.GRID.placeholder()));
    }

    /** Colours are given row by row, not chosen by the library. */
    static Map<String, Object> asGiven(String aesthetic) {
        return of("aesthetic", aesthetic, "scale_mapper_kind", "identity");
    }
}
