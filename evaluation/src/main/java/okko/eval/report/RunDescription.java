package okko.eval.report;

import java.util.Map;
import okko.eval.measure.Environment;
import okko.eval.report.Results.TrafficSummary;
import okko.eval.run.Method;

/**
 * What a run is told apart by, besides its numbers.
 *
 * @param run         its name in the journal
 * @param profile     how much time was spent
 * @param seed        of the traffic's copies and of the order of turns
 * @param method      how variants were measured
 * @param environment machine and build
 * @param traffic     that went through every cell
 * @param objects     SHA-256 of each BPF object, by file name
 */
public record RunDescription(String run, String profile, long seed, Method method, Environment environment,
        TrafficSummary traffic, Map<String, String> objects) {}
