package okko.eval.report;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import okko.eval.report.Results.CellResult;
import okko.eval.setup.Setup;

/** What a machine did that has fewer cores than some setups have busy threads: it let them take turns. */
final class CoreBudget {

    private CoreBudget() {}

    /** {@return sentences about the setups that have a number and not the cores for it; empty if all have them} */
    static String sentences(Results results) {
        return sentences(results.cells().stream().filter(CellResult::proved).map(CellResult::setup).distinct()
                .flatMap(name -> Setup.of(name).stream()).toList(), results.environment().cores());
    }

    static String sentences(List<Setup> measured, int cores) {
        Map<Integer, List<String>> crowded = measured.stream().filter(setup -> setup.coreBudget() > cores)
                .collect(Collectors.groupingBy(Setup::coreBudget, TreeMap::new,
                        Collectors.mapping(Setup::label, Collectors.toList())));
        return crowded.entrySet().stream().map(entry -> sentence(entry.getValue(), entry.getKey(), cores))
                .collect(Collectors.joining(" "));
    }

    private static String sentence(List<String> setups, int threads, int cores) {
        return "In " + String.join(", ", setups) + ", " + threads + " busy threads share " + cores
                + (cores == 1 ? " core" : " cores") + ": what was measured is this machine, not the setup.";
    }
}
