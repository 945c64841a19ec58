package okko.eval.subject;

import java.util.Map;

/**
 * What was compared before anything was timed; it agreed, or there would be none.
 *
 * @param passes    over the traffic, from fresh state on
 * @param packets   that went in
 * @param dropped   that did not come out, as it has to be
 * @param verdicts  packets by verdict
 * @param checksums sum of the packets' hashes at each sink, by sink, 16 hexadecimal digits; empty where bytes were not
 *                  looked at
 */
public record Evidence(int passes, long packets, long dropped, Map<String, Long> verdicts,
        Map<String, String> checksums) {}
