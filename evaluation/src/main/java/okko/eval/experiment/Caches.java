package okko.eval.experiment;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okko.eval.datapath.CacheUse;
import okko.eval.datapath.RowPlans;
import okko.eval.run.Experiment;
import okko.eval.run.Figure;
import okko.eval.run.Variant;

/**
 * Oko's second figure: what support for programs costs, by the caches in use. The same row of the datapath's benchmark,
 * 1,000 flows and one rule, in nine variants.
 */
final class Caches {

    private Caches() {}

    static Experiment of(Inputs inputs) throws IOException {
        RowPlans rows = new RowPlans(inputs.launcher(), inputs.work());
        List<Variant> variants = new ArrayList<>();
        for (ProgramUse use : ProgramUse.values()) {
            for (CacheUse cache : CacheUse.values()) {
                Map<String, String> parameters = new LinkedHashMap<>();
                parameters.put("program", use.label());
                parameters.put("cache", cache.label());
                variants.add(new Variant(use.label(cache), "forwarding", use.setup(), parameters,
                        rows.plain(cache, use.programs())));
            }
        }
        return new Experiment(Figure.CACHES.label(), Figure.CACHES,
                "Support for programs: not used, idle, one program for each packet", Optional.empty(),
                ProgramUse.NONE.label(CacheUse.ALL), List.copyOf(variants));
    }
}
