package okko.switchd.cli;

import picocli.CommandLine.Command;

/** {@code okko ofctl}: OpenFlow, in the words and the text form of ovs-ofctl(8). */
@Command(
        name = "ofctl",
        description = "Asks a running switch in the words of ovs-ofctl.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Example: okko ofctl dump-flows br0"},
        subcommands = {
            DumpFlows.class, DumpPorts.class, AddFlow.class, AddFlows.class, ModFlows.class, DelFlows.class,
            AddGroup.class, ModGroup.class, DelGroups.class, DumpGroups.class, GroupStatistics.class,
            AddMeter.class, ModMeter.class, DelMeters.class, DumpMeters.class, MeterStatistics.class,
            Monitor.class, LoadFilterProgram.class, UnloadFilterProgram.class
        })
public final class OfctlCommand extends CommandGroup {

    /** Made by the command line. */
    public OfctlCommand() {}
}
