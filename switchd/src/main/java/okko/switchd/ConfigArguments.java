package okko.switchd;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import okko.switchd.control.PortWord;
import okko.switchd.openflow.server.OpenFlowConfig;
import okko.switchd.port.PortConfig;

/** Makes a configuration of command line words: a bridge and ports, no programs and no flows. */
final class ConfigArguments {

    private final List<String> findings = new ArrayList<>();

    private ConfigArguments() {}

    /**
     * Reads the words.
     *
     * @param bridge name of the bridge
     * @param ports  {@code NAME=TYPE[:ARGUMENT]} each, numbered in order from 1
     * @param words  about OpenFlow
     * @return the configuration
     * @throws StartException with everything that is wrong
     */
    static SwitchConfig parse(String bridge, List<String> ports, OpenFlowWords words) throws StartException {
        ConfigArguments arguments = new ConfigArguments();
        List<PortConfig> parsed = arguments.ports(ports);
        OpenFlowConfig openFlow = words.read(arguments.findings);
        if (!arguments.findings.isEmpty()) {
            throw new StartException(arguments.findings);
        }
        return new SwitchConfig(bridge, SwitchConfig.Pool.DEFAULT, SwitchConfig.Datapath.DEFAULT, parsed, List.of(),
                List.of(), List.of(), openFlow);
    }

    private List<PortConfig> ports(List<String> words) {
        PortNumbers numbers = new PortNumbers();
        Set<String> names = new HashSet<>();
        for (String word : words) {
            try {
                PortWord port = PortWord.parse(word, List.of(), Path.of(""));
                if (!names.add(port.name())) {
                    findings.add("--port " + word + ": there is a port " + port.name() + " already");
                }
                ConfigNode keys = ConfigNode.root("--port " + word, port.keys(), findings);
                numbers.add(new PortConfig(port.name(), PortNumbers.ANY, PortKeys.read(keys, Path.of(""))));
                keys.finish();
            } catch (IllegalArgumentException e) {
                findings.add("--port " + e.getMessage());
            }
        }
        return numbers.ports();
    }
}
