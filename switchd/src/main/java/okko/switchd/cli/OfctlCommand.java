package okko.switchd.cli;

import okko.switchd.cli.ofctl.OfctlOptions;
import okko.switchd.cli.ofctl.Words;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code okko ofctl}: a controller for one question, in the words and the text form of ovs-ofctl(8). */
@Command(
        name = "ofctl",
        description = "Asks a switch over OpenFlow, in the words of ovs-ofctl and Oko: Okko, Open vSwitch or another.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Example: okko ofctl dump-flows br0"},
        modelTransformer = Words.class)
public final class OfctlCommand extends CommandGroup {

    @Mixin(name = OfctlOptions.MIXIN)
    private OfctlOptions options;

    /** Made by the command line. */
    public OfctlCommand() {}
}
