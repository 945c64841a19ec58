package okko.switchd.openflow.client;

import java.util.EnumSet;
import java.util.Set;
import okko.switchd.openflow.Dialect;
import okko.switchd.openflow.OpenFlowVersion;

/**
 * On what terms a client talks.
 *
 * @param versions that may be spoken; at least one
 * @param dialect  in which programs are spoken of
 */
public record Terms(Set<OpenFlowVersion> versions, Dialect dialect) {

    /** Copies. */
    public Terms {
        versions = Set.copyOf(versions);
    }

    /** {@return the newest of the versions} */
    OpenFlowVersion newest() {
        return EnumSet.copyOf(versions).stream().reduce((_, newer) -> newer).orElseThrow();
    }
}
