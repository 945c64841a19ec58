package okko.switchd;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import okko.switchd.port.PortConfig;
import okko.switchd.port.PortSpec;

/** Makes a configuration of command line words: a bridge and ports, no programs and no flows. */
final class ConfigArguments {

    private final List<String> findings = new ArrayList<>();

    private ConfigArguments() {}

    /**
     * Reads the words.
     *
     * @param bridge name of the bridge
     * @param ports  {@code NAME=TYPE[:ARGUMENT]} each, numbered in order from 1
     * @return the configuration
     * @throws StartException with everything that is wrong
     */
    static SwitchConfig parse(String bridge, List<String> ports) throws StartException {
        ConfigArguments arguments = new ConfigArguments();
        List<PortConfig> parsed = arguments.ports(ports);
        if (!arguments.findings.isEmpty()) {
            throw new StartException(arguments.findings);
        }
        return new SwitchConfig(bridge, SwitchConfig.Pool.DEFAULT, SwitchConfig.Datapath.DEFAULT, parsed, List.of(),
                List.of(), List.of());
    }

    private List<PortConfig> ports(List<String> words) {
        PortNumbers numbers = new PortNumbers();
        Set<String> names = new HashSet<>();
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals < 1) {
                findings.add("--port " + word + ": expected NAME=TYPE[:ARGUMENT]");
                continue;
            }
            String name = word.substring(0, equals);
            if (!names.add(name)) {
                findings.add("--port " + word + ": there is a port " + name + " already");
            }
            int colon = word.indexOf(':', equals);
            String type = word.substring(equals + 1, colon < 0 ? word.length() : colon);
            String argument = colon < 0 ? "" : word.substring(colon + 1);
            numbers.add(new PortConfig(name, PortNumbers.ANY, spec(word, type, argument)));
        }
        return numbers.ports();
    }

    private PortSpec spec(String word, String type, String argument) {
        Path file = argument.isEmpty() ? null : Path.of(argument);
        return switch (type) {
            case PortSpec.Aeron.TYPE -> PortSpec.Aeron.DEFAULT;
            case PortSpec.AfPacket.TYPE -> {
                if (argument.isEmpty()) {
                    findings.add("--port " + word + ": expected NAME=afpacket:INTERFACE");
                }
                yield new PortSpec.AfPacket(argument);
            }
            case PortSpec.Null.TYPE -> new PortSpec.Null();
            case PortSpec.Pcap.TYPE -> new PortSpec.Pcap(file, null);
            case PortSpec.Replay.TYPE -> new PortSpec.Replay(file);
            case PortSpec.Ring.TYPE -> PortSpec.Ring.DEFAULT;
            default -> {
                findings.add("--port " + word + ": unknown type \"" + type
                        + "\"; expected one of aeron, afpacket, null, pcap, replay, ring");
                yield new PortSpec.Null();
            }
        };
    }
}
