package okko.eval.cli;

import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What counts as a difference. */
final class Threshold {

    private static final double MOST_PERCENT = 100;

    @Option(names = "--threshold", paramLabel = "PERCENT", defaultValue = "3",
            description = "A cell counts when its whole interval is beyond this (default: ${DEFAULT-VALUE}).")
    private double percent;

    double percent(CommandLine command) {
        if (!(percent >= 0 && percent < MOST_PERCENT)) {
            throw new ParameterException(command, "--threshold: expected 0 or more and less than 100, not " + percent);
        }
        return percent;
    }
}
