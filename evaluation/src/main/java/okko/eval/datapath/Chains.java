package okko.eval.datapath;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import okko.eval.datapath.DatapathResults.ChainCost;
import okko.eval.stat.Estimator;
import org.apache.commons.math3.stat.regression.SimpleRegression;

/** What a further filter costs: the slope of a line through the times per packet of chains of several lengths. */
final class Chains {

    private static final double GOAL_NS = 3.5;
    private static final int FEWEST_LENGTHS = 2;

    private Chains() {}

    /**
     * Computes the slopes.
     *
     * @param starts of the rows that were measured, by name
     * @return one per cache use that has chains of two lengths at least
     */
    static List<ChainCost> costs(Map<String, Starts> starts) {
        List<ChainCost> costs = new ArrayList<>();
        for (CacheUse cache : CacheUse.values()) {
            List<Row> chains = Rows.all().stream()
                    .filter(row -> row.programs().inRules() > 0 && row.cache() == cache)
                    .filter(row -> starts.containsKey(row.name())).toList();
            if (chains.size() >= FEWEST_LENGTHS) {
                costs.add(cost(cache, chains, starts));
            }
        }
        return costs;
    }

    private static ChainCost cost(CacheUse cache, List<Row> chains, Map<String, Starts> starts) {
        int count = starts.get(chains.getFirst().name()).medians().length;
        double[] slopes = new double[count];
        for (int start = 0; start < count; start++) {
            SimpleRegression line = new SimpleRegression();
            for (Row chain : chains) {
                line.addData(chain.programs().inRules(), 1e3 / starts.get(chain.name()).medians()[start]);
            }
            slopes[start] = line.getSlope();
        }
        return new ChainCost(cache.label(), chains.stream().map(row -> row.programs().inRules()).toList(),
                new Estimator(1).estimateMedian(slopes), GOAL_NS);
    }
}
