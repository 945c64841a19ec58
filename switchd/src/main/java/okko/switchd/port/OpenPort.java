package okko.switchd.port;

import java.util.List;
import org.agrona.concurrent.SystemNanoClock;

/**
 * A port that is open, with what was asked for.
 *
 * @param config  name, number and kind
 * @param port    the port
 * @param threads number of the datapath thread that polls each receive queue
 * @param openedNs when it was opened, by the monotonic clock of this machine
 */
public record OpenPort(PortConfig config, Port port, List<Integer> threads, long openedNs) {

    /** Copies the threads. */
    public OpenPort {
        threads = List.copyOf(threads);
    }

    /**
     * A port of one queue that the first datapath thread polls.
     *
     * @param config name, number and kind
     * @param port   the port
     */
    public OpenPort(PortConfig config, Port port) {
        this(config, port, List.of(0), SystemNanoClock.INSTANCE.nanoTime());
    }

    /** {@return number of the datapath thread that the port belongs to: the one that polls its first queue} */
    public int thread() {
        return threads.getFirst();
    }
}
