package okko.eval.bpf;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.LongConsumer;
import okko.bpf.engine.BpfFault;
import okko.bpf.engine.BpfFunction;
import okko.bpf.image.Abi;
import okko.bpf.image.ProgramImage;
import okko.bpf.map.RingBuffer;
import okko.bpf.program.BpfProgram;
import okko.bpf.program.LoadOptions;
import okko.bpf.program.LoadOptions.MapFiles;
import okko.bpf.program.LoadOptions.Sharing;
import okko.eval.speed.PacketMemory;
import org.agrona.concurrent.SystemNanoClock;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs a program on packets and prints each result. */
@Command(
        name = "run",
        description = "Runs a program on one packet, or on each packet of a capture, and prints r0 of each run.",
        footer = {"", "Example: okko bpf run p0f.o --pcap syn.pcap",
            "Maps are kept from one run to the next; each run gets its packet as it was given. What the program prints "
                    + "goes to standard error."})
final class RunCommand implements Callable<Integer> {

    @Mixin
    private ProgramSource source;

    @ArgGroup(multiplicity = "1")
    private PacketSource packets;

    @Mixin
    private RoleChoice role;

    @Mixin
    private EngineChoice engine;

    @Option(names = "--repeat", defaultValue = "1", paramLabel = "N",
            description = "Present the packets N times (default: ${DEFAULT-VALUE}).")
    private int repeat;

    @Option(names = "--maps", description = "Print what the maps hold after the last run; --json always does.")
    private boolean showMaps;

    @Option(names = "--maps-in", paramLabel = "DIR",
            description = "Keep the maps in files of this directory, which other processes can open; on tmpfs.")
    private Path mapDirectory;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    /** What {@code --json} prints; results are r0 in hexadecimal, in the order of the runs, as are XDP's verdicts. */
    private record Report(
            String program, String abi, String engine, List<String> results,
            @JsonInclude(JsonInclude.Include.NON_NULL) List<String> verdicts, List<MapContents> maps) {}

    @Override
    public Integer call() throws IOException {
        if (repeat < 1) {
            throw new ParameterException(spec.commandLine(), "--repeat must be 1 or more: repeat=" + repeat);
        }
        try (BpfProgram program = source.load(options());
                BpfFunction function = program.newFunction(engine.engine());
                var memory = new PacketMemory(packets.frames())) {
            memory.introduce(function);
            if (json) {
                printJson(program, function, memory);
            } else {
                printText(program, function, memory);
            }
        }
        return 0;
    }

    private void printText(BpfProgram program, BpfFunction function, PacketMemory memory) {
        PrintWriter out = spec.commandLine().getOut();
        boolean isXdp = program.image().abi() == Abi.XDP;
        try {
            forEachRun(program, function, memory, r0 -> out.println(
                    isXdp ? hex(r0) + " " + XdpVerdict.of(r0, function.context()) : hex(r0)));
            if (showMaps) {
                maps(program).forEach(map -> out.println(map.text()));
            }
        } finally {
            out.flush();
        }
    }

    private void printJson(BpfProgram program, BpfFunction function, PacketMemory memory) {
        ProgramImage image = program.image();
        var results = new ArrayList<String>();
        var verdicts = image.abi() == Abi.XDP ? new ArrayList<String>() : null;
        forEachRun(program, function, memory, r0 -> {
            results.add(hex(r0));
            if (verdicts != null) {
                verdicts.add(XdpVerdict.of(r0, function.context()));
            }
        });
        PrintWriter out = spec.commandLine().getOut();
        out.println(JsonOutput.text(new Report(
                image.name(), image.abi().label(), engine.engine().label(), results, verdicts, maps(program))));
        out.flush();
    }

    private void forEachRun(
            BpfProgram program, BpfFunction function, PacketMemory memory, LongConsumer result) {
        for (int pass = 0; pass < repeat; pass++) {
            for (int i = 0; i < memory.size(); i++) {
                memory.restore(i);
                try {
                    result.accept(memory.run(function, i));
                } catch (BpfFault fault) {
                    throw new IllegalArgumentException("%s: program %s, packet %d: %s".formatted(
                            source.file(), program.image().name(), i + 1, fault.getMessage()), fault);
                }
            }
        }
    }

    /** A ring buffer in a file is for another process to drain. */
    private List<MapContents> maps(BpfProgram program) {
        return program.maps().stream()
                .map(map -> map instanceof RingBuffer ring && mapDirectory == null
                        ? MapContents.drained(ring)
                        : MapContents.of(map, program.image().details(map.definition())))
                .toList();
    }

    private LoadOptions options() {
        return engine.applyTo(role.applyTo(LoadOptions.DEFAULT)
                .with(SystemNanoClock.INSTANCE, spec.commandLine().getErr()::println)
                .withMapFiles(mapDirectory == null ? null : new MapFiles(mapDirectory, Sharing.MAPS)));
    }

    private static String hex(long r0) {
        return "0x" + Long.toHexString(r0);
    }
}
