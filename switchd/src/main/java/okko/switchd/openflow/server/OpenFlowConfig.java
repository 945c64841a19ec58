package okko.switchd.openflow.server;

import java.util.List;
import java.util.Optional;
import okko.switchd.openflow.transport.TlsFiles;

/**
 * With whom the switch speaks OpenFlow, and how.
 *
 * @param controllers that it connects to, or listens for
 * @param terms       what it offers to all
 * @param tls         its certificate, if any
 */
public record OpenFlowConfig(List<ControllerTarget> controllers, Terms terms, Optional<TlsFiles> tls) {

    /** Only with tools on the same host. */
    public static final OpenFlowConfig DEFAULT = new OpenFlowConfig(List.of(), Terms.DEFAULT, Optional.empty());

    /** Copies. */
    public OpenFlowConfig {
        controllers = List.copyOf(controllers);
    }
}
