package okko.eval.run;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import okko.eval.setup.Setup;

/** How much time to spend. */
public enum Profile {
    /** A first look: few trials of one start, so the spread is only their lowest and highest. */
    QUICK("quick", Extent.FEW, new Method(1, 5, 200, 8), new Method(1, 5, 200, 8), new Method(1, 12, 100, 8),
            List.of(Figure.APPLICATIONS)),
    /** Oko's three figures, with enough trials for an interval. */
    STANDARD("standard", Extent.FEW, new Method(3, 4, 300, 12), new Method(3, 4, 200, 10), new Method(4, 6, 150, 12),
            List.of(Figure.APPLICATIONS, Figure.CACHES, Figure.CHAINS, Figure.BREAKDOWN, Figure.LOAD)),
    /** Everything, for publication. */
    FULL("full", Extent.ALL, new Method(3, 6, 400, 16), new Method(3, 4, 250, 12), new Method(5, 8, 200, 16),
            List.of(Figure.values()));

    private final String label;
    private final Extent extent;
    private final Method bars;
    private final Method sweeps;
    private final Method control;
    private final List<Figure> figures;

    Profile(String label, Extent extent, Method bars, Method sweeps, Method control, List<Figure> figures) {
        this.label = label;
        this.extent = extent;
        this.bars = bars;
        this.sweeps = sweeps;
        this.control = control;
        this.figures = figures;
    }

    /** {@return the name on the command line and in result files} */
    public String label() {
        return label;
    }

    /** {@return which points of a sweep are measured} */
    public Extent extent() {
        return extent;
    }

    /** {@return how the variants of the first figure are measured} */
    public Method method() {
        return bars;
    }

    /**
     * Says how a figure is measured. A sweep has many variants, and what it shows is the line through them; so each
     * has less time. The control has more trials than what it is to judge, and more starts where there are several:
     * what differs from start to start by chance is what it looks for.
     *
     * @param figure to measure
     * @return how
     */
    public Method method(Figure figure) {
        return switch (figure) {
            case APPLICATIONS, PEERS, CACHES, BREAKDOWN, LOAD -> bars;
            case CHAINS, SIZE, FLOWS, RULES, BATCH, RING, IDLE -> sweeps;
            case CONTROL -> control;
        };
    }

    /** {@return what is measured unless figures are named; control is part of every run} */
    public List<Figure> figures() {
        return figures;
    }

    /** {@return places unless some are named} */
    public List<Setup> setups() {
        return this == QUICK ? Setup.standard() : Setup.all();
    }

    /** {@return a line about it} */
    public String description() {
        return bars.description() + "; figures: " + String.join(", ", figures.stream().map(Figure::label).toList());
    }

    /**
     * Finds a profile.
     *
     * @param label its name
     * @return the profile, if there is one
     */
    public static Optional<Profile> of(String label) {
        return Arrays.stream(values()).filter(profile -> profile.label.equals(label)).findFirst();
    }
}
