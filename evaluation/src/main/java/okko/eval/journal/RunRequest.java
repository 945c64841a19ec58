package okko.eval.journal;

import java.util.List;

/**
 * What was asked for, in the words of the command line.
 *
 * @param profile   how much time to spend
 * @param seed      of the traffic's copies and of the order of turns
 * @param figures   at least one
 * @param workloads at least one
 * @param setups    at least one
 */
public record RunRequest(String profile, long seed, List<String> figures, List<String> workloads,
        List<String> setups) {}
