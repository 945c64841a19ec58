package okko.eval.journal;

import java.util.List;

/**
 * What was asked for, in the words of the command line.
 *
 * @param profile   how much time to spend
 * @param seed      of the traffic's copies and of the order of turns
 * @param figures   at least one
 * @param workloads those that come with Okko
 * @param own       those that do not; at least one of both
 * @param setups    at least one
 * @param peers     none unless asked for
 * @param capture   file of the user's own packets; {@code null} for the recorded ones
 */
public record RunRequest(String profile, long seed, List<String> figures, List<String> workloads,
        List<OwnRequest> own, List<String> setups, List<String> peers, String capture) {

    /**
     * A workload of the user's own. What its files held is told by {@link RunInputs#objects}.
     *
     * @param label     its name
     * @param object    file of the BPF object, absolute; {@code null} if there is none
     * @param program   function of the object; {@code null} for its first
     * @param processor as the command line takes it; {@code null} if there is none
     */
    public record OwnRequest(String label, String object, String program, String processor) {}
}
