package okko.switchd.control;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import okko.switchd.port.DueTimes;
import okko.switchd.port.ReplayPort;
import okko.switchd.port.ReplayRequest;

/** Reads what a replay is asked for. */
final class ReplayArguments {

    /** As many descriptors as drivers give a receive ring at most unless told otherwise. */
    private static final int DEFAULT_RECEIVE_QUEUE = 2048;

    /** So that packets that were due can be counted in a {@code double} without a rounding. */
    private static final long HIGHEST_RATE_PPS = 1_000_000_000;

    private static final List<String> OF_A_RATE = List.of("receiveQueue", "latency");

    private ReplayArguments() {}

    /**
     * Reads how long, or how fast, a port is to replay.
     *
     * @param arguments of the command
     * @param source    the port
     * @return the request
     * @throws CommandException if they do not fit together
     */
    static ReplayRequest request(Arguments arguments, ReplayPort source) throws CommandException {
        return new ReplayRequest(arguments.has("ratePps") ? offered(arguments, source) : passes(arguments),
                patienceNs(arguments));
    }

    private static ReplayRequest.Extent passes(Arguments arguments) throws CommandException {
        for (String name : OF_A_RATE) {
            if (arguments.has(name)) {
                throw new CommandException("argument " + name + ": expected only where ratePps is given");
            }
        }
        return new ReplayRequest.Passes(arguments.number("passes", 1, 1),
                TimeUnit.MILLISECONDS.toNanos(arguments.number("durationMs", 0, 0)));
    }

    private static ReplayRequest.Extent offered(Arguments arguments, ReplayPort source) throws CommandException {
        if (arguments.has("passes") || !arguments.has("durationMs")) {
            throw new CommandException("argument ratePps: expected with durationMs, and without passes");
        }
        Optional<DueTimes> dueTimes =
                arguments.flag("latency") ? Optional.of(source.newDueTimes()) : Optional.empty();
        return new ReplayRequest.Offered(
                atMost(HIGHEST_RATE_PPS, "ratePps", arguments.number("ratePps", 1, 1)),
                TimeUnit.MILLISECONDS.toNanos(arguments.number("durationMs", 1, 1)),
                (int) atMost(ReplayRequest.Offered.MOST_WAITING, "receiveQueue",
                        arguments.number("receiveQueue", DEFAULT_RECEIVE_QUEUE, 1)),
                dueTimes);
    }

    private static long atMost(long most, String name, long value) throws CommandException {
        if (value > most) {
            throw new CommandException("argument " + name + ": expected " + most + " at most, not " + value);
        }
        return value;
    }

    /** {@return how long the replay may go without progress} */
    static long patienceNs(Arguments arguments) throws CommandException {
        return TimeUnit.MILLISECONDS.toNanos(arguments.number(
                "patienceMs", TimeUnit.NANOSECONDS.toMillis(ReplayRequest.DEFAULT_PATIENCE_NS), 1));
    }

    /** {@return what sinks are to do} */
    static ReplayPort.SinkMode mode(Arguments arguments) throws CommandException {
        return arguments.flag("checksum") ? ReplayPort.SinkMode.CHECKSUM : ReplayPort.SinkMode.COUNT;
    }
}
