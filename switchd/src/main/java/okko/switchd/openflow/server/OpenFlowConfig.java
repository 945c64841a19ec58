package okko.switchd.openflow.server;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import okko.switchd.openflow.transport.TlsFiles;

/**
 * With whom the switch speaks OpenFlow, and how.
 *
 * @param controllers that it connects to, or listens for
 * @param terms       what it offers to all
 * @param tls         its certificate, if any
 * @param datapathId  by which controllers know the bridge, unsigned; empty for one that is made up
 */
public record OpenFlowConfig(List<ControllerTarget> controllers, Terms terms, Optional<TlsFiles> tls,
        OptionalLong datapathId) {

    /** Only with tools on the same host. */
    public static final OpenFlowConfig DEFAULT = new OpenFlowConfig(
            List.of(), Terms.DEFAULT, Optional.empty(), OptionalLong.empty());

    /** Copies. */
    public OpenFlowConfig {
        controllers = List.copyOf(controllers);
    }
}
