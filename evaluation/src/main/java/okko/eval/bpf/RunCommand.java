package okko.eval.bpf;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import okko.bpf.engine.BpfFunction;
import okko.bpf.program.BpfProgram;
import okko.bpf.program.LoadOptions;
import okko.eval.speed.PacketMemory;
import org.agrona.concurrent.SystemNanoClock;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs a program on packets and prints each result. */
@Command(
        name = "run",
        description = "Runs a program on one packet, or on each packet of a capture, and prints r0 of each run.",
        footer = {"", "Example: okko bpf run p0f.o --pcap syn.pcap",
            "Maps are kept from one run to the next. What the program prints goes to standard error."})
final class RunCommand implements Callable<Integer> {

    @Mixin
    private ProgramSource source;

    @ArgGroup(multiplicity = "1")
    private PacketSource packets;

    @Mixin
    private EngineChoice engine;

    @Option(names = "--repeat", defaultValue = "1", paramLabel = "N",
            description = "Present the packets N times (default: ${DEFAULT-VALUE}).")
    private int repeat;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    /** What {@code --json} prints; results are r0 in hexadecimal, in the order of the runs. */
    private record Report(String program, String engine, List<String> results) {}

    @Override
    public Integer call() throws IOException {
        var out = spec.commandLine().getOut();
        try (BpfProgram program = source.load(options());
                var memory = new PacketMemory(packets.frames())) {
            BpfFunction function = memory.introduce(program.newFunction(engine.engine()));
            var results = new ArrayList<String>();
            for (int pass = 0; pass < repeat; pass++) {
                for (int i = 0; i < memory.size(); i++) {
                    String result = "0x" + Long.toHexString(memory.run(function, i));
                    if (json) {
                        results.add(result);
                    } else {
                        out.println(result);
                    }
                }
            }
            if (json) {
                out.println(JsonOutput.text(
                        new Report(program.image().name(), engine.engine().label(), results)));
            }
            out.flush();
        }
        return 0;
    }

    private LoadOptions options() {
        return engine.applyTo(LoadOptions.DEFAULT.with(
                SystemNanoClock.INSTANCE, spec.commandLine().getErr()::println));
    }
}
