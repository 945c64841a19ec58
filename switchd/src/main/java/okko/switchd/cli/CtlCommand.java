package okko.switchd.cli;

import picocli.CommandLine.Command;

/** {@code okko ctl}: everything about a running switch that is not OpenFlow. */
@Command(
        name = "ctl",
        description = "Asks a running switch about everything that is not OpenFlow.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Example: okko ctl port list --json"},
        subcommands = {
            CtlCommand.Port.class,
            CtlCommand.Processor.class,
            CtlCommand.Pool.class,
            CtlCommand.Program.class,
            CtlCommand.Map.class,
            CtlCommand.Datapath.class,
            CtlCommand.Addresses.class,
            Trace.class,
            CtlCommand.Replay.class,
            CtlCommand.Controllers.class
        })
public final class CtlCommand extends CommandGroup {

    /** Made by the command line. */
    public CtlCommand() {}

    @Command(
            name = "port",
            description = "Ports.",
            mixinStandardHelpOptions = true,
            subcommands = {
                PortList.class, PortShow.class, PortAdd.class, PortDelete.class, PortUp.class, PortDown.class
            })
    static final class Port extends CommandGroup {}

    @Command(
            name = "proc",
            description = "External processors.",
            mixinStandardHelpOptions = true,
            subcommands = {ProcessorList.class, ProcessorShow.class, ProcessorDetach.class, ProcessorKill.class})
    static final class Processor extends CommandGroup {}

    @Command(
            name = "pool",
            description = "Packet buffers.",
            mixinStandardHelpOptions = true,
            subcommands = PoolShow.class)
    static final class Pool extends CommandGroup {}

    @Command(
            name = "prog",
            description = "Filter programs.",
            mixinStandardHelpOptions = true,
            subcommands = {
                ProgramList.class, ProgramLoad.class, ProgramReplace.class, ProgramMove.class, ProgramUnload.class
            })
    static final class Program extends CommandGroup {}

    @Command(
            name = "map",
            description = "Maps of filter programs.",
            mixinStandardHelpOptions = true,
            subcommands = {MapList.class, MapDump.class})
    static final class Map extends CommandGroup {}

    @Command(
            name = "pmd",
            description = "Datapath threads.",
            mixinStandardHelpOptions = true,
            subcommands = {DatapathStatistics.class, DatapathFlows.class, DatapathQueues.class})
    static final class Datapath extends CommandGroup {}

    @Command(
            name = "fdb",
            description = "Where stations were seen.",
            mixinStandardHelpOptions = true,
            subcommands = {AddressShow.class, AddressFlush.class})
    static final class Addresses extends CommandGroup {}

    @Command(
            name = "replay",
            description = "Traffic from loaded captures.",
            mixinStandardHelpOptions = true,
            subcommands = ReplayRun.class)
    static final class Replay extends CommandGroup {}

    @Command(
            name = "controller",
            description = "OpenFlow controllers.",
            mixinStandardHelpOptions = true,
            subcommands = {ControllerList.class, ControllerSet.class, ControllerDelete.class})
    static final class Controllers extends CommandGroup {}
}
