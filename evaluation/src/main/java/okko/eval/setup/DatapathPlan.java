package okko.eval.setup;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a switch processes packets, where a plan says so.
 *
 * @param cache word of {@code datapath.cache} in the configuration; empty for the switch's own choice
 * @param cpu   that the datapath thread stays on; empty for the kernel's choice
 */
public record DatapathPlan(Optional<String> cache, OptionalInt cpu) {

    /** As every user gets it. */
    public static final DatapathPlan STANDARD = new DatapathPlan(Optional.empty(), OptionalInt.empty());
}
