package okko.switchd.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Option;

/** {@code --strict}: which flows a change is meant for. */
final class FlowStrictness {

    @Option(names = "--strict", description = "Only the flow of exactly this match, priority and filter_prog.")
    private boolean strict;

    /** Made by the command line. */
    FlowStrictness() {}

    /**
     * Adds to the arguments of a change.
     *
     * @param arguments of the change
     * @return the same
     */
    ObjectNode addTo(ObjectNode arguments) {
        return arguments.put("strict", strict);
    }
}
