package okko.eval.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code okko eval}: the evaluation. */
@Command(
        name = "eval",
        description = "Compares places for user code: in the switch, or in an external process.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {EvalRun.class, EvalBorder.class, EvalReport.class, EvalList.class,
            EvalCompare.class, EvalReproduce.class, EvalRings.class, EvalDatapath.class, EvalOpenFlow.class})
public final class EvalCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    /** For the command line, which makes it by reflection. */
    public EvalCommand() {}

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "okko eval: a command is missing");
    }
}
