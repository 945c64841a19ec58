package okko.switchd.openflow.server;

import java.util.Set;
import okko.switchd.openflow.Dialect;
import okko.switchd.openflow.OpenFlowVersion;

/**
 * What the switch offers to all.
 *
 * @param versions that it speaks; at least one
 * @param dialect  in which programs are spoken of
 */
public record Terms(Set<OpenFlowVersion> versions, Dialect dialect) {

    /** All versions, Okko's own extension. */
    public static final Terms DEFAULT = new Terms(Set.of(OpenFlowVersion.values()), Dialect.OKKO);

    /**
     * Copies.
     *
     * @throws IllegalArgumentException if there is no version
     */
    public Terms {
        versions = Set.copyOf(versions);
        if (versions.isEmpty()) {
            throw new IllegalArgumentException("no version of OpenFlow is left to speak");
        }
    }
}
