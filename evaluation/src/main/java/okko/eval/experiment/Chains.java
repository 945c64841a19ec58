package okko.eval.experiment;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okko.eval.datapath.CacheUse;
import okko.eval.datapath.Programs;
import okko.eval.datapath.RowPlans;
import okko.eval.run.Experiment;
import okko.eval.run.Figure;
import okko.eval.run.Variant;

/**
 * Oko's third figure: chains of trivial programs, each of which a packet has to pass. An experiment for each use of
 * caches, so that no more than ten switches run at once.
 */
final class Chains {

    /** The parameter that varies. */
    static final String AXIS = "programs";

    private static final int LONGEST = 10;

    private Chains() {}

    static List<Experiment> of(Inputs inputs) throws IOException {
        RowPlans rows = new RowPlans(inputs.launcher(), inputs.work());
        return List.of(of(CacheUse.ALL, "Chains of programs, with the exact-match cache", rows),
                of(CacheUse.MEGAFLOW, "Chains of programs, with megaflows alone", rows));
    }

    private static Experiment of(CacheUse cache, String title, RowPlans rows) throws IOException {
        List<Variant> variants = new ArrayList<>();
        for (int length = 1; length <= LONGEST; length++) {
            Map<String, String> parameters = new LinkedHashMap<>();
            parameters.put(AXIS, Integer.toString(length));
            parameters.put("cache", cache.label());
            variants.add(new Variant(label(length), "chain", "switch-bpf", parameters,
                    rows.plain(cache, Programs.chain(length))));
        }
        return new Experiment("chains/" + cache.label(), Figure.CHAINS, title, Optional.of(AXIS), label(1),
                List.copyOf(variants));
    }

    private static String label(int length) {
        return length + (length == 1 ? " program" : " programs");
    }
}
