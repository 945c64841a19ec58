package okko.eval.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import okko.eval.measure.Offered;
import okko.eval.measure.Replay;

/** A switch, with its processor if it has one, that replays the traffic on request and is idle in between. */
public interface MeasuredSwitch extends AutoCloseable {

    /**
     * Replays the traffic, with checksums over all that comes out.
     *
     * @param passes how often the whole of it
     * @return what came out
     * @throws IOException if the switch does not answer, or refuses
     */
    Replay replayPasses(int passes) throws IOException;

    /**
     * Replays the traffic for some time, without checksums; ends with a whole pass.
     *
     * @param durationMs shortest time
     * @return what came out
     * @throws IOException if the switch does not answer, or refuses
     */
    Replay replayFor(long durationMs) throws IOException;

    /**
     * Offers the traffic at a rate, again and again, whether the switch keeps up or not, and times each packet from when
     * it was due, taken or not, until it came out; without checksums.
     *
     * <p>Packets are always timed, though that costs a little of the rate: so the rates that are found, and the
     * latencies at a share of them, are those of one system, which has done the same before.
     *
     * @param mpps       million packets per second
     * @param durationMs for which packets are due
     * @return what came out, with latencies if all of it could be timed
     * @throws IOException if the switch does not answer, or refuses, or its counts do not balance
     */
    Offered offer(double mpps, long durationMs) throws IOException;

    /**
     * Asks the switch for a listing.
     *
     * @param command of {@code okko ctl} or {@code okko ofctl}, as the control socket takes it
     * @return the answer
     * @throws IOException if the switch does not answer, or refuses
     */
    JsonNode ask(String command) throws IOException;

    /**
     * Reads a clock.
     *
     * @return processor time used so far by all processes, in ns
     * @throws IOException if one of them is gone
     */
    long cpuNs() throws IOException;

    /** Stops the processes and waits until they are gone. */
    @Override
    void close();
}
