package okko.eval.subject;

import java.util.Optional;

/**
 * What a system did while it was under load.
 *
 * @param packets     that went through
 * @param elapsedNs   wall time
 * @param cpuNs       processor time of all its processes meanwhile
 * @param coresBusy   {@code cpuNs} over the wall time between its two readings
 * @param disturbance what its virtual machine did besides; empty where there is none, or it does not tell
 */
public record Slice(long packets, long elapsedNs, long cpuNs, double coresBusy, Optional<Disturbance> disturbance) {

    /** {@return throughput in million packets per second} */
    public double mpps() {
        return packets * 1e3 / elapsedNs;
    }
}
