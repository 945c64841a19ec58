package okko.eval.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import okko.eval.measure.Trial;
import okko.eval.paper.OkoFigures;
import okko.eval.paper.OkoFigures.CacheBars;
import okko.eval.report.Results.PublishedCache;
import okko.eval.report.Results.PublishedChain;
import okko.eval.report.Results.Range;
import okko.eval.run.ExperimentOutcome;
import okko.eval.run.Figure;
import okko.eval.stat.Estimator;
import okko.eval.stat.NestedEstimator;
import org.apache.commons.math3.stat.regression.SimpleRegression;

/** Puts the figures "caches" and "chains" beside what Oko published. */
final class PublishedFigures {

    private static final double NS_PER_US = 1e3;
    private static final String NOT_USED = "none";

    /** Differences that nobody acts upon: the smallest that the gate lets one see. */
    private static final double SMALL_SHARE = 0.03;

    private PublishedFigures() {}

    /** {@return the bars of the second figure; none if it was not measured} */
    static List<PublishedCache> caches(List<ExperimentOutcome> outcomes, NestedEstimator estimator) {
        Measured measured = Measured.of(Figure.CACHES, outcomes);
        List<PublishedCache> published = new ArrayList<>();
        if (measured.isEmpty()) {
            return published;
        }
        CacheBars without = OkoFigures.caches().getFirst();
        for (CacheBars bars : OkoFigures.caches()) {
            for (String cache : List.of("all", "megaflow", "none")) {
                Optional<List<Trial>> here = measured.trials(parameters(bars.program(), cache));
                Optional<List<Trial>> base = measured.trials(parameters(NOT_USED, cache));
                boolean both = here.isPresent() && base.isPresent();
                Range ratio = both ? Starts.range(estimator.estimateRatio(Starts.mpps(here.get()),
                        Starts.mpps(base.get()))) : null;
                Range ns = both ? Starts.range(estimator.estimateMedian(Starts.nsMore(here.get(), base.get()))) : null;
                double there = mpps(bars, cache) / mpps(without, cache);
                double thereNs = NS_PER_US / mpps(bars, cache) - NS_PER_US / mpps(without, cache);
                published.add(new PublishedCache(bars.name(), bars.program(), cache, mpps(bars, cache), there,
                        thereNs, ratio, ns, bars == without ? "what the others are divided by"
                                : reading(there, thereNs, ratio, ns)));
            }
        }
        return published;
    }

    private static Map<String, String> parameters(String program, String cache) {
        return Map.of("program", program, "cache", cache);
    }

    private static double mpps(CacheBars bars, String cache) {
        return switch (cache) {
            case "all" -> bars.allMpps();
            case "megaflow" -> bars.megaflowMpps();
            default -> bars.noneMpps();
        };
    }

    private static String reading(double there, double thereNs, Range here, Range ns) {
        if (here == null) {
            return "not measured";
        }
        boolean freeThere = Math.abs(there - 1) <= SMALL_SHARE;
        boolean freeHere = here.low() <= 1 + SMALL_SHARE && here.high() >= 1 - SMALL_SHARE;
        if (freeThere) {
            return freeHere ? "same shape: no cost beyond 3 % here or there"
                    : "another shape: there it costs next to nothing, here it does not; not looked into";
        }
        if (freeHere) {
            return "another shape: there it costs something, here no more than 3 %; not looked into";
        }
        if (here.low() <= there && there <= here.high()) {
            return "same shape, and the published ratio is within the range measured here";
        }
        if (here.low() > there) {
            return "same shape: it costs, and a smaller share than there";
        }
        return ns.median() > thereNs ? "same shape: it costs, and more than there; not looked into"
                : "same shape: it costs, fewer ns than there, but of a shorter time and so a larger share";
    }

    /** {@return the lines of the third figure; none if it was not measured} */
    static List<PublishedChain> chains(List<ExperimentOutcome> outcomes, NestedEstimator estimator) {
        Measured measured = Measured.of(Figure.CHAINS, outcomes);
        if (measured.isEmpty()) {
            return List.of();
        }
        return OkoFigures.chains().stream().map(line -> chain(line, measured, estimator)).toList();
    }

    private static PublishedChain chain(OkoFigures.Line line, Measured measured, NestedEstimator estimator) {
        int lengths = line.mpps().size();
        List<List<Trial>> trials = IntStream.rangeClosed(1, lengths)
                .mapToObj(length -> measured.trials(Map.of("programs", Integer.toString(length), "cache", line.cache()))
                        .orElse(List.of())).toList();
        Double[] medians = new Double[lengths];
        for (int i = 0; i < lengths; i++) {
            medians[i] = trials.get(i).isEmpty() ? null
                    : Estimator.median(trials.get(i).stream().mapToDouble(Trial::mpps).toArray());
        }
        double there = slope(line.mpps().stream().mapToDouble(mpps -> NS_PER_US / mpps).toArray());
        Range here = slopes(trials).map(each -> Starts.range(estimator.estimateMedian(each))).orElse(null);
        return new PublishedChain(line.name(), line.cache(), line.mpps(), Arrays.asList(medians), there, here,
                chainReading(there, here));
    }

    /** One slope per round: what disturbed a whole round moves its line, and hardly tilts it. */
    private static Optional<List<double[]>> slopes(List<List<Trial>> trials) {
        List<List<Trial>> present = trials.stream().filter(each -> !each.isEmpty()).toList();
        if (present.size() < 2) {
            return Optional.empty();
        }
        List<double[]> slopes = Starts.nsPerPacket(present.getFirst());
        for (int start = 0; start < slopes.size(); start++) {
            for (int round = 0; round < slopes.get(start).length; round++) {
                SimpleRegression line = new SimpleRegression();
                for (int i = 0; i < trials.size(); i++) {
                    if (!trials.get(i).isEmpty()) {
                        line.addData(i + 1, Starts.nsPerPacket(trials.get(i)).get(start)[round]);
                    }
                }
                slopes.get(start)[round] = line.getSlope();
            }
        }
        return Optional.of(slopes);
    }

    private static double slope(double[] ns) {
        SimpleRegression line = new SimpleRegression();
        for (int i = 0; i < ns.length; i++) {
            line.addData(i + 1, ns[i]);
        }
        return line.getSlope();
    }

    private static String chainReading(double there, Range here) {
        if (here == null) {
            return "not measured";
        }
        String numbers = String.format(Locale.ROOT, "each further program takes %.1f ns there and %.1f ns"
                + " (%.1f to %.1f) here", there, here.median(), here.low(), here.high());
        if (here.low() <= 0) {
            return "no cost of a further program can be told from chance here, unlike there: " + numbers;
        }
        if (here.low() <= there && there <= here.high()) {
            return "same shape: " + numbers;
        }
        return (here.high() < there ? "same shape, and less steep: " : "same shape, and steeper: ") + numbers;
    }
}
