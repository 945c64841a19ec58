package okko.eval.measure;

import java.util.List;
import java.util.Map;
import okko.eval.subject.Disturbance;

/**
 * What a switch reports of one replay of the traffic.
 *
 * @param passes      how often the whole trace went in
 * @param packets     how many packets went in
 * @param elapsedNs   from the first packet in to the last one out
 * @param cpuNs       processor time of the datapath thread meanwhile
 * @param sinks       what came out, by port
 * @param drops       what did not, by reason; reasons without a packet may be left out
 * @param disturbance what the daemon's virtual machine did besides
 */
public record Replay(long passes, long packets, long elapsedNs, long cpuNs, List<SinkCount> sinks,
        Map<String, Long> drops, Disturbance disturbance) {

    /** {@return packets that came out, at all sinks} */
    public long delivered() {
        return sinks.stream().mapToLong(SinkCount::packets).sum();
    }

    /** {@return packets that were dropped, for all reasons} */
    public long dropped() {
        return drops.values().stream().mapToLong(Long::longValue).sum();
    }

    /** {@return throughput in million packets per second} */
    public double mpps() {
        return packets * 1e3 / elapsedNs;
    }

    /**
     * Finds a sink.
     *
     * @param port its name
     * @return what arrived there, nothing if the switch did not report it
     */
    public SinkCount sink(String port) {
        return sinks.stream().filter(sink -> sink.port().equals(port)).findFirst()
                .orElse(new SinkCount(port, 0, 0, 0));
    }
}
