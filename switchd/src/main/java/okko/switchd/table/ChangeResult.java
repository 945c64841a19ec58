package okko.switchd.table;

import java.util.List;
import okko.switchd.openflow.OpenFlowError;
import okko.switchd.openflow.OpenFlowException;
import okko.switchd.packet.Filter;

/** What became of some changes that were asked for together. */
public sealed interface ChangeResult {

    /**
     * All were made.
     *
     * @param added    how many flows there are more, or again
     * @param modified how many got other actions
     * @param deleted  how many are gone
     * @param unneeded filters to be closed when no datapath has the old rules any more; none as long as a
     *                 {@link Savepoint} can still bring the rules back
     */
    record Changed(int added, int modified, int deleted, List<Filter> unneeded) implements ChangeResult {

        /** Copies. */
        public Changed {
            unneeded = List.copyOf(unneeded);
        }
    }

    /**
     * None was made.
     *
     * @param findings why, at least one
     */
    record Refused(List<Finding> findings) implements ChangeResult {

        /** Copies. */
        public Refused {
            findings = List.copyOf(findings);
        }
    }

    /**
     * Why a change cannot be made.
     *
     * @param index  of the change, from 0
     * @param error  that a controller is told
     * @param reason one line
     */
    record Finding(int index, OpenFlowError error, String reason) {

        static Finding of(int index, OpenFlowException refusal) {
            return new Finding(index, refusal.error(), refusal.getMessage());
        }
    }
}
