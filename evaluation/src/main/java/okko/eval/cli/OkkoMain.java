package okko.eval.cli;

import okko.eval.bpf.BpfCommand;
import okko.external.cli.ProcCommand;
import okko.switchd.SwitchdCommand;
import okko.switchd.cli.CtlCommand;
import okko.switchd.cli.OfctlCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code okko}: the switch, its control, its processors, the virtual machine and the evaluation under one name. */
@Command(
        name = "okko",
        description = "A software switch whose rules can run BPF programs, in the switch or in another process.",
        mixinStandardHelpOptions = true,
        versionProvider = OkkoMain.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "'okko COMMAND --help' tells more. Exit status: 0 done, 1 refused or failed, 2 wrong usage."},
        subcommands = {
            SwitchdCommand.class,
            OfctlCommand.class,
            CtlCommand.class,
            ProcCommand.class,
            BpfCommand.class,
            EvalCommand.class
        })
public final class OkkoMain implements Runnable {

    @Spec
    private CommandSpec spec;

    private OkkoMain() {}

    /**
     * Runs one command and exits with its status.
     *
     * @param arguments command and its options
     */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** {@return the whole command line, ready to execute} */
    public static CommandLine commandLine() {
        return new CommandLine(new OkkoMain())
                .setExecutionExceptionHandler(new FailureReport())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "okko: a command is missing");
    }

    /** Reads the version from the jar that this class came in. */
    static final class Version implements CommandLine.IVersionProvider {

        @Override
        public String[] getVersion() {
            String version = OkkoMain.class.getPackage().getImplementationVersion();
            return new String[] {"okko " + (version == null ? "(not packaged)" : version)};
        }
    }
}
