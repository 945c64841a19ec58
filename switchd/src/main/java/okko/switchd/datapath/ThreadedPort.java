package okko.switchd.datapath;

import java.util.List;
import java.util.function.IntFunction;
import okko.switchd.packet.Sink;
import okko.switchd.packet.Source;

/**
 * A port as all datapath threads together see it. The thread of its first queue is the port's own: it alone uses what
 * others must not touch meanwhile.
 *
 * @param number OpenFlow number, 1 to 65,535
 * @param name   as people call it
 * @param queues its receiving half, one queue or more
 * @param sink   its sending half, for its own thread
 * @param sinks  by thread: a sending half for that thread alone; {@code null} where packets have to be handed over to
 *               the port's own thread. Not asked for that one
 */
public record ThreadedPort(int number, String name, List<Queue> queues, Sink sink, IntFunction<Sink> sinks) {

    /**
     * A receive queue.
     *
     * @param thread number of the datapath thread that polls it
     * @param source that it polls
     */
    public record Queue(int thread, Source source) {}

    /** Copies the queues. */
    public ThreadedPort {
        queues = List.copyOf(queues);
    }

    /** {@return number of the thread that the port belongs to} */
    public int thread() {
        return queues.getFirst().thread();
    }
}
