package okko.eval.load;

import org.HdrHistogram.Histogram;

/** How long packets were under way in one trial. */
public sealed interface Delays {

    /**
     * Every packet that arrived was timed.
     *
     * @param loss what became of all packets
     * @param ns   from when a packet was due until it arrived, in ns; as many values as packets arrived
     */
    record Measured(Loss loss, Histogram ns) implements Delays {}

    /**
     * This system cannot say.
     *
     * @param reason why, in a line
     */
    record Unknown(String reason) implements Delays {}
}
