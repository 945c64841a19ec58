package okko.external.cli;

import picocli.CommandLine.Command;

/** {@code okko proc}: the group of commands about external processors. */
@Command(
        name = "proc",
        description = "Runs user code on packets in a process of its own.",
        subcommands = {ProcRunCommand.class, ProcNewCommand.class},
        mixinStandardHelpOptions = true)
public final class ProcCommand {

    /** For picocli. */
    public ProcCommand() {}
}
