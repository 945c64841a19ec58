package okko.eval.chart;

import java.util.List;
import java.util.Locale;

/**
 * What a stroke or a fill stands for. The page's style sheet gives each its colour, one for light and one for dark, in
 * a custom property of its name ({@code --switch}).
 */
public enum Ink {
    /** Words and intervals. */
    TEXT,
    /** Words beside the point: those of axes. */
    DIM,
    /** Lines to read values by. */
    GRID,
    /** Nothing but forwarding. */
    FORWARD,
    /** User code in the switch. */
    SWITCH,
    /** User code in another process. */
    PROCESS,
    /** User code in another network namespace, or behind a network. */
    REMOTE,
    /** Another switch. */
    PEER,
    /** What others published. */
    PUBLISHED,
    /** Other lines of a chart. */
    SERIES_1,
    /** Other lines of a chart. */
    SERIES_2,
    /** Other lines of a chart. */
    SERIES_3,
    /** Other lines of a chart. */
    SERIES_4;

    private static final List<Ink> LINES =
            List.of(SWITCH, PROCESS, REMOTE, PEER, SERIES_1, SERIES_2, SERIES_3, SERIES_4, FORWARD);

    /**
     * Chooses a colour that tells one line of a chart from the others.
     *
     * @param index of the line, from 0
     * @return its colour; they begin again behind the ninth
     */
    static Ink ofLine(int index) {
        return LINES.get(index % LINES.size());
    }

    /** {@return the colour as a style sheet or an attribute of SVG asks for it} */
    public String css() {
        return "var(--" + name().toLowerCase(Locale.ROOT).replace('_', '-') + ")";
    }

    /** A colour that nobody would choose, for a library that takes no names; {@link Drawing} puts {@link #css} back. */
    String placeholder() {
        return String.format(Locale.ROOT, "#0100%02x", ordinal());
    }

    /** The same, as the library may print it. */
    String printedPlaceholder() {
        return "rgb(1,0," + ordinal() + ")";
    }
}
