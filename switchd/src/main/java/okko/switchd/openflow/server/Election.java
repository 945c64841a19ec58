package okko.switchd.openflow.server;

import okko.switchd.openflow.OpenFlowError;
import okko.switchd.openflow.OpenFlowException;

/** Which election of a master the switch heard of last (OpenFlow 1.3, 6.3.5). */
final class Election {

    /** What a controller is told before any election. */
    static final long NONE = -1;

    private long generationId = NONE;
    private boolean isHeardOf;

    /** {@return the latest election; {@link #NONE} before any} */
    long generationId() {
        return generationId;
    }

    /**
     * Hears of an election.
     *
     * @param id of it; later ones have greater ones, counted around the circle of 64 bits
     * @throws OpenFlowException if a later one is known
     */
    void hear(long id) throws OpenFlowException {
        if (isHeardOf && id - generationId < 0) {
            throw new OpenFlowException(OpenFlowError.OFPRRFC_STALE, "generation %s is older than %s".formatted(
                    Long.toUnsignedString(id), Long.toUnsignedString(generationId)));
        }
        isHeardOf = true;
        generationId = id;
    }
}
