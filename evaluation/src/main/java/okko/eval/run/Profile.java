package okko.eval.run;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import okko.eval.setup.Setup;

/** How much time to spend. */
public enum Profile {
    /** A first look: few trials of one start, so the spread is only their lowest and highest. */
    QUICK("quick", new Method(1, 5, 250, 10), List.of(Figure.APPLICATIONS)),
    /** Oko's three figures, with enough trials for an interval. */
    STANDARD("standard", new Method(3, 4, 400, 20),
            List.of(Figure.APPLICATIONS, Figure.CACHES, Figure.CHAINS, Figure.BREAKDOWN, Figure.LOAD)),
    /** Everything, for publication. */
    FULL("full", new Method(3, 10, 1_000, 40), List.of(Figure.values()));

    private final String label;
    private final Method method;
    private final List<Figure> figures;

    Profile(String label, Method method, List<Figure> figures) {
        this.label = label;
        this.method = method;
        this.figures = figures;
    }

    /** {@return the name on the command line and in result files} */
    public String label() {
        return label;
    }

    /** {@return how variants are measured} */
    public Method method() {
        return method;
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
        return method.description() + "; figures: " + String.join(", ", figures.stream().map(Figure::label).toList());
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
