package okko.eval.bpf;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code okko bpf}: programs without a switch. */
@Command(
        name = "bpf",
        description = "Runs, verifies, shows and times BPF programs, without a switch.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            RunCommand.class, VerifyCommand.class, DisasmCommand.class, InfoCommand.class, BenchCommand.class,
            CompareCommand.class, MapCommand.class, ConformanceCommand.class
        })
public final class BpfCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    /** Makes the command, for picocli to fill. */
    public BpfCommand() {
        // nothing to set up: picocli injects the fields
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "okko bpf: a command is missing");
    }
}
