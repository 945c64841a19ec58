package okko.external.cli;

import picocli.CommandLine.Command;

/** {@code okko ctl journal}: what can be done with a recorder's journal. */
@Command(
        name = "journal",
        description = "Journals of recorded traffic.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {JournalListCommand.class, JournalExportCommand.class})
public final class JournalCommand {

    /** Made by the command line. */
    public JournalCommand() {}
}
