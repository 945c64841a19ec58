package okko.eval.cli;

import java.util.Arrays;
import java.util.List;
import okko.eval.bpf.BpfCommand;
import okko.external.cli.JournalCommand;
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
        footer = {"", "'okko COMMAND --help' tells more. Exit status: 0 done, 1 refused or failed, 2 wrong usage."})
public final class OkkoMain implements Runnable {

    private static final List<Class<?>> COMMANDS = List.of(
            SwitchdCommand.class,
            OfctlCommand.class,
            CtlCommand.class,
            ProcCommand.class,
            BpfCommand.class,
            EvalCommand.class);

    @Spec
    private CommandSpec spec;

    private OkkoMain() {}

    /**
     * Runs one command and exits with its status.
     *
     * @param arguments command and its options
     */
    public static void main(String[] arguments) {
        System.exit(commandLine(arguments).execute(arguments));
    }

    /**
     * Makes the command line for one execution. Only the command that is asked for is there with its options and
     * subcommands; of the others just name and description, because looking into all of them costs more time than
     * most commands take.
     *
     * @param arguments that will be executed
     * @return a command line, ready to execute them
     */
    public static CommandLine commandLine(String... arguments) {
        CommandLine root = new CommandLine(new OkkoMain());
        List<String> words = Arrays.asList(arguments);
        for (Class<?> command : COMMANDS) {
            Command description = command.getAnnotation(Command.class);
            if (words.contains(description.name())) {
                root.addSubcommand(description.name(), new CommandLine(command)); // so that it may make its own words
            } else {
                root.addSubcommand(description.name(), listed(description));
            }
        }
        addJournal(root.getSubcommands().get("ctl"), words);
        return root
                .setExecutionExceptionHandler(new FailureReport())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true);
    }

    /** What {@code ctl} can do with a journal: neither its module nor a processor's knows the other. */
    private static void addJournal(CommandLine control, List<String> words) {
        Command description = JournalCommand.class.getAnnotation(Command.class);
        if (words.contains(description.name())) {
            control.addSubcommand(new CommandLine(JournalCommand.class).addSubcommand(JournalReplay.class));
        } else {
            control.addSubcommand(description.name(), listed(description));
        }
    }

    private static CommandSpec listed(Command description) {
        CommandSpec spec = CommandSpec.create();
        spec.usageMessage().description(description.description());
        return spec;
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
