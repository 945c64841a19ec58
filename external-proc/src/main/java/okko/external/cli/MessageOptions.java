package okko.external.cli;

import java.nio.file.Path;
import java.util.SplittableRandom;
import okko.ringshm.message.MessageEndpoint;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options of a processor that packets come to as messages: those of the switch's port of type aeron. */
final class MessageOptions {

    @Option(
            names = "--channel",
            paramLabel = "CHANNEL",
            description = "Behind a port of type aeron: where packets come from, the port's 'to'. aeron:ipc on the"
                    + " switch's machine, aeron:udp?endpoint=HOST:PORT on another.")
    private String channel;

    @Option(names = "--stream", paramLabel = "N", description = "Stream of the packets (default: 1001).")
    private Integer stream;

    @Option(
            names = "--answer-channel",
            paramLabel = "CHANNEL",
            description = "Where answers go, the port's 'from' (default: as --channel).")
    private String answerChannel;

    @Option(names = "--answer-stream", paramLabel = "N", description = "Stream of the answers (default: 1002).")
    private Integer answerStream;

    /** {@return whether packets come as messages} */
    boolean isChosen() {
        return channel != null;
    }

    void check(CommandSpec spec) {
        if (channel == null && (stream != null || answerChannel != null || answerStream != null)) {
            throw new ParameterException(
                    spec.commandLine(), "--stream, --answer-channel and --answer-stream are for use with --channel");
        }
        checkChannel(spec, "--channel", channel);
        checkChannel(spec, "--answer-channel", answerChannel);
        if (channel != null && to().equals(from())) {
            throw new ParameterException(spec.commandLine(),
                    "packets and answers need channels or streams of their own;"
                    + " both are " + to());
        }
    }

    private static void checkChannel(CommandSpec spec, String option, String channel) {
        if (channel != null && !channel.startsWith(MessageEndpoint.CHANNEL_PREFIX)) {
            throw new ParameterException(spec.commandLine(), option + ": expected aeron:ipc or"
                    + " aeron:udp?endpoint=HOST:PORT, not " + channel);
        }
    }

    /** {@return how to reach the switch; ask only if chosen} */
    MessageRun.Route route(Path driverDirectory) {
        // Two processors of one port must differ, also on two machines; the lowest bit keeps it from being 0.
        return new MessageRun.Route(driverDirectory, to(), from(), new SplittableRandom().nextLong() | 1);
    }

    private MessageEndpoint to() {
        return new MessageEndpoint(channel, stream == null ? MessageEndpoint.TO_PROCESSOR.stream() : stream);
    }

    private MessageEndpoint from() {
        return new MessageEndpoint(answerChannel == null ? channel : answerChannel,
                answerStream == null ? MessageEndpoint.FROM_PROCESSOR.stream() : answerStream);
    }
}
