package okko.eval.workload;

import java.util.List;

/**
 * What every setup must answer, found without a switch.
 *
 * @param passes          verdicts of each pass over the traffic, from fresh state on; the last two are equal
 * @param matchChecksum   over the matching packets of all these passes
 * @param noMatchChecksum over those that do not match
 * @param droppedChecksum over those that are dropped
 */
public record Expectation(List<Verdicts> passes, long matchChecksum, long noMatchChecksum, long droppedChecksum) {

    /** {@return how many passes the proof takes} */
    public int proofPasses() {
        return passes.size();
    }

    /** {@return verdicts of all passes of the proof together} */
    public Verdicts proof() {
        return passes.stream().reduce(new Verdicts(0, 0), Verdicts::plus);
    }

    /** {@return verdicts of every pass behind the proof} */
    public Verdicts steady() {
        return passes.getLast();
    }

    /** {@return over all packets of all passes; checksums are sums over packets} */
    public long checksum() {
        return matchChecksum + noMatchChecksum + droppedChecksum;
    }
}
