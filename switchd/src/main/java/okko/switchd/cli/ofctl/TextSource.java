package okko.switchd.cli.ofctl;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import okko.switchd.flow.FlowSyntaxException;
import okko.switchd.flow.PortNames;
import okko.switchd.openflow.client.OpenFlowClient;
import okko.switchd.openflow.client.RefusedException;

/** Reads text that may name ports of a switch; the switch is asked for them when the first name comes. */
final class TextSource {

    private final OpenFlowClient client;
    private PortNames ports = PortNames.open(Map.of());
    private boolean isAsked;

    TextSource(OpenFlowClient client) {
        this.client = client;
    }

    /** Reads something that may name ports. */
    interface Reading<T> {
        T with(PortNames ports) throws FlowSyntaxException;
    }

    <T> T read(Reading<T> reading) throws FlowSyntaxException, IOException, RefusedException {
        try {
            return reading.with(ports);
        } catch (FlowSyntaxException e) {
            if (isAsked) {
                throw e;
            }
            isAsked = true;
            ports = SwitchPorts.ask(client).names();
            return reading.with(ports);
        }
    }

    /** {@return lines that say something, without comments} */
    static List<String> content(List<String> lines) {
        return lines.stream().map(line -> line.replaceFirst("#.*", "").strip()).filter(line -> !line.isEmpty())
                .toList();
    }
}
