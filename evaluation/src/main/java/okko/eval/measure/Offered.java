package okko.eval.measure;

import java.util.Map;
import java.util.Optional;
import okko.eval.subject.Disturbance;
import org.HdrHistogram.Histogram;

/**
 * What a switch reports of packets that were offered at a rate, whether it kept up or not.
 *
 * @param mpps        rate that they were offered at, million packets per second
 * @param offered     packets that were due
 * @param handedIn    of these, packets that the switch took; the others were lost because it took none for too long
 * @param delivered   packets that came out, at all sinks
 * @param elapsedNs   from when the first one was due until the last one was accounted for
 * @param lostBy      what was not taken, by what kept the switch from it
 * @param drops       what was taken and did not come out, by reason; reasons without a packet may be left out
 * @param latencyNs   from when a packet was due until it came out, in ns, of all that came out; empty where any of
 *                    them could not be timed
 * @param disturbance what the daemon's virtual machine did besides
 */
public record Offered(double mpps, long offered, long handedIn, long delivered, long elapsedNs,
        Map<String, Long> lostBy, Map<String, Long> drops, Optional<Histogram> latencyNs, Disturbance disturbance) {

    /** {@return packets that were due and did not come out, for whatever reason} */
    public long lost() {
        return offered - delivered;
    }
}
