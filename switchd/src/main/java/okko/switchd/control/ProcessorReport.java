package okko.switchd.control;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.Map;

/**
 * A ring port and its processor in {@code proc list} and {@code proc show}.
 *
 * @param port          name of the port, and of the processor
 * @param number        OpenFlow number of the port
 * @param type          {@code ring}
 * @param state         {@code absent}, {@code attached}, {@code silent}, {@code hung_up}, {@code cut_off}, {@code dead}
 * @param trust         {@code shared}, {@code monitor}, {@code isolated}
 * @param whenSlow      {@code drop}, or {@code bypass=} with the result
 * @param process       who serves the port
 * @param rings         how far both sides are behind each other
 * @param buffers       what the processor holds and may hold
 * @param packets       what went to it, came from it, and went around it
 * @param badDescriptors what it returned that did not hold, by kind; kinds that have not occurred are left out
 */
public record ProcessorReport(
        String port,
        int number,
        String type,
        String state,
        String trust,
        String whenSlow,
        @JsonUnwrapped Process process,
        @JsonUnwrapped Rings rings,
        @JsonUnwrapped Buffers buffers,
        @JsonUnwrapped Packets packets,
        Map<String, Long> badDescriptors) implements ExternalReport {

    /**
     * Who serves a port.
     *
     * @param pid            number of the process; 0 if there is none
     * @param uid            its user; 0 if there is none
     * @param heartbeatAgeMs since its last sign of life; 0 if there is none
     * @param attached       how often a processor has attached to the port
     * @param died           how many of them have died
     */
    public record Process(int pid, int uid, long heartbeatAgeMs, long attached, long died) {}

    /**
     * The rings between switch and processor.
     *
     * @param capacity      of each, descriptors
     * @param toProcessor   descriptors that the processor has not taken
     * @param fromProcessor descriptors that the switch has not taken
     * @param wakeUps       times that the processor slept at the first and had to be woken
     */
    public record Rings(int capacity, long toProcessor, long fromProcessor, long wakeUps) {}

    /**
     * Buffers that a processor holds.
     *
     * @param lent         with packets, those in the rings included
     * @param lentEmpty    for packets that it may originate
     * @param highWater    most of both at a time, since it attached
     * @param quota        most of both that it may hold
     * @param emptyBuffers how many of them it is lent empty
     */
    public record Buffers(int lent, int lentEmpty, int highWater, int quota, int emptyBuffers) {}

    /**
     * Packets, since the switch began.
     *
     * @param sent       to the processor
     * @param returned   by it, those that it originated or dropped included
     * @param originated by it, in empty buffers
     * @param copies     made of packets, to it and from it
     * @param bypassed   that went around it, by the reason for which they would have been dropped
     * @param onBypass   of them, packets that wait to enter the pipeline again
     * @param drops      at the port, by reason
     */
    public record Packets(
            long sent, long returned, long originated, long copies, Map<String, Long> bypassed, int onBypass,
            Map<String, Long> drops) {}
}
