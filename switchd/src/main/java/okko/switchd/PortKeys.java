package okko.switchd;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import okko.ringshm.message.MessageEndpoint;
import okko.ringshm.pool.PoolConfig;
import okko.switchd.port.PortConfig;
import okko.switchd.port.PortSpec;

/**
 * Reads what a port is to be: the keys under {@code ports.NAME} of a configuration file, which are those of {@code okko
 * ctl port add} too.
 */
final class PortKeys {

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,14}");
    private static final int ANY_THREAD = -1;
    private static final int MAX_QUEUES = SwitchConfig.Datapath.MAX_THREADS;
    private static final int MIN_MTU_BYTES = 68;
    private static final int MAX_MTU_BYTES = 65_521;
    private static final int NO_PROGRAM = 0;
    private static final int MAX_PROGRAM = 0xffff;

    private static final Map<String, PortSpec> TYPES = Stream.of(
                    PortSpec.Aeron.DEFAULT,
                    new PortSpec.AfPacket(""),
                    new PortSpec.AfXdp("", PortSpec.AfXdp.Mode.AUTO),
                    new PortSpec.Bpf(NO_PROGRAM),
                    new PortSpec.Null(),
                    new PortSpec.Patch(""),
                    new PortSpec.Pcap(null, null),
                    new PortSpec.Replay(null),
                    PortSpec.Ring.DEFAULT,
                    new PortSpec.Tap("", PortSpec.Tap.DEFAULT_MTU_BYTES))
            .collect(Collectors.toUnmodifiableMap(PortSpec::type, spec -> spec));

    private PortKeys() {}

    /**
     * Reads one port by itself.
     *
     * @param name      of the port
     * @param keys      of the port
     * @param findings  to add to
     * @param threads   how many datapath threads there are
     * @return the port, with {@link PortNumbers#ANY} unless it has a wish; files named there are absolute
     */
    static PortConfig readPort(String name, JsonNode keys, List<String> findings, int threads) {
        ConfigNode node = ConfigNode.root("port " + name, keys, findings);
        checkName(node, "name", name);
        int number = node.integer("number", PortNumbers.ANY, 1, PortConfig.MAX_NUMBER);
        PortSpec spec = read(node, Path.of(""));
        PortConfig port = new PortConfig(name, number, spec, receiving(node, spec, threads));
        node.finish();
        return port;
    }

    /** Checks the name of a bridge or a port. */
    static void checkName(ConfigNode node, String key, String name) {
        if (!NAME.matcher(name).matches()) {
            node.report(key, "name \"" + name
                    + "\" must be a letter, and up to 14 letters, digits, \"_\", \".\", \"-\"");
        }
    }

    /**
     * Reads the keys; what is wrong becomes a finding.
     *
     * @param node      with the keys
     * @param directory that files named there are relative to
     */
    static PortSpec read(ConfigNode node, Path directory) {
        if (!node.has("type")) {
            String known = TYPES.keySet().stream().sorted().collect(Collectors.joining(", "));
            node.report("type", "missing; expected one of " + known);
        }
        return switch (node.choice("type", "type", TYPES, new PortSpec.Null())) {
            case PortSpec.Aeron _ -> aeron(node);
            case PortSpec.AfPacket _ -> new PortSpec.AfPacket(interfaceName(node));
            case PortSpec.AfXdp(_, PortSpec.AfXdp.Mode auto) -> new PortSpec.AfXdp(interfaceName(node),
                    node.choice("mode", "mode", Stream.of(PortSpec.AfXdp.Mode.values())
                            .collect(Collectors.toMap(PortSpec.AfXdp.Mode::label, mode -> mode)), auto));
            case PortSpec.Bpf _ -> bpf(node);
            case PortSpec.Null none -> none;
            case PortSpec.Patch _ -> new PortSpec.Patch(required(node, "peer", "the name of another patch port"));
            case PortSpec.Pcap _ -> new PortSpec.Pcap(
                    path(node, "read", directory), path(node, "write", directory));
            case PortSpec.Replay _ -> new PortSpec.Replay(path(node, "file", directory),
                    node.choice("send", "packets", Stream.of(PortSpec.Replay.Packets.values())
                            .collect(Collectors.toMap(PortSpec.Replay.Packets::label, packets -> packets)),
                            PortSpec.Replay.Packets.FRAMES));
            case PortSpec.Ring _ -> RingKeys.read(node);
            case PortSpec.Tap(_, int mtuBytes) -> new PortSpec.Tap(required(node, "interface", "a name for it"),
                    node.integer("mtu", mtuBytes, MIN_MTU_BYTES, MAX_MTU_BYTES));
        };
    }

    /**
     * Reads how datapath threads receive from a port; what is wrong becomes a finding.
     *
     * @param node    with the keys
     * @param spec    of the port
     * @param threads how many datapath threads there are
     */
    static PortConfig.Receiving receiving(ConfigNode node, PortSpec spec, int threads) {
        int thread = node.integer("thread", ANY_THREAD, 0, threads - 1);
        int queues = node.integer("queues", PortConfig.Receiving.DEFAULT.queues(), 1, MAX_QUEUES);
        if (queues > 1 && !spec.hasQueues()) {
            node.report("queues", "a port of type " + spec.type() + " has one receive queue");
        }
        return new PortConfig.Receiving(thread == ANY_THREAD ? OptionalInt.empty() : OptionalInt.of(thread), queues);
    }

    private static PortSpec bpf(ConfigNode node) {
        if (!node.has("program")) {
            node.report("program", "missing; expected the number of a program");
        }
        return new PortSpec.Bpf(node.integer("program", NO_PROGRAM, 1, MAX_PROGRAM));
    }

    private static String interfaceName(ConfigNode node) {
        return required(node, "interface", "the name of a network interface");
    }

    private static String required(ConfigNode node, String key, String what) {
        if (!node.has(key)) {
            node.report(key, "missing; expected " + what);
        }
        return node.text(key, "");
    }

    private static Path path(ConfigNode node, String key, Path directory) {
        String text = node.text(key, null);
        return text == null ? null : directory.resolve(text);
    }

    private static PortSpec aeron(ConfigNode node) {
        PortSpec.Aeron spec = new PortSpec.Aeron(
                endpoint(node.section("to"), MessageEndpoint.TO_PROCESSOR),
                endpoint(node.section("from"), MessageEndpoint.FROM_PROCESSOR),
                node.integer("quota", PortSpec.Aeron.DEFAULT_QUOTA, 1, PoolConfig.MAX_BUFFER_COUNT),
                RingKeys.whenSlow(node));
        if (spec.to().equals(spec.from())) {
            node.report("from", "the same channel and stream as \"to\": packets would come back by themselves");
        }
        return spec;
    }

    private static MessageEndpoint endpoint(ConfigNode node, MessageEndpoint standard) {
        String channel = node.text("channel", standard.channel());
        if (!channel.startsWith(MessageEndpoint.CHANNEL_PREFIX)) {
            node.report("channel", "expected a channel of Aeron, \"aeron:ipc\" or \"aeron:udp?endpoint=HOST:PORT\","
                    + " found \"" + channel + "\"");
        }
        MessageEndpoint endpoint =
                new MessageEndpoint(channel, node.integer("stream", standard.stream(), 1, Integer.MAX_VALUE));
        node.finish();
        return endpoint;
    }
}
