package okko.external.cli;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import okko.bpf.image.Role;
import okko.bpf.program.Engine;
import okko.bpf.program.LoadOptions;
import okko.external.agent.ProcessorCounters;
import okko.external.api.Metrics;
import okko.external.api.Processor;
import okko.external.api.ProcessorContext;
import okko.external.api.Settings;
import okko.external.load.ProcessorChoice;
import okko.external.load.ProcessorException;
import okko.external.load.ProcessorLoader;
import okko.ringshm.attach.ProcessorAttachment;
import okko.ringshm.attach.RunDirectory;
import okko.ringshm.idle.IdlePolicy;
import okko.ringshm.kernel.CpuPin;
import okko.ringshm.kernel.KernelException;
import okko.ringshm.kernel.PeerCredentials;
import okko.ringshm.kernel.ServiceManager;
import okko.ringshm.ring.RingCorruptException;
import org.agrona.concurrent.AgentTerminationException;
import org.agrona.concurrent.SystemNanoClock;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code okko proc run}: attaches to the switch and processes packets until told to stop. */
@Command(
        name = "run",
        description = {"Attaches to the switch as an external processor and runs until SIGTERM.",
            "Waits for a switch that is not there, and for the next one when it has ended."},
        footer = {"", "Examples: okko proc run --attach fw --processor firewall.o",
            "          okko proc run --attach lim --processor limiter.jar --set rate=9",
            "          okko proc run --attach far --processor firewall.o --channel aeron:udp?endpoint=10.0.0.2:40001"
                    + " --answer-channel aeron:udp?endpoint=10.0.0.1:40002"},
        mixinStandardHelpOptions = true)
final class ProcRunCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    private Console console;

    @Option(
            names = "--attach",
            required = true,
            paramLabel = "NAME",
            description = "Name of the ring port in the switch; with --channel, a name for messages and metrics.")
    private String name;

    @Option(
            names = "--processor",
            required = true,
            paramLabel = "CLASS|FILE.jar[:CLASS]|FILE.o|NAME",
            description = "A Java class that implements okko.external.api.Processor, the same in a jar (its only one"
                    + " unless named), a BPF object file, or one that comes with Okko: ${COMPLETION-CANDIDATES}.",
            completionCandidates = BuiltInNames.class)
    private String processor;

    @Option(
            names = "--classpath",
            arity = "1..*",
            paramLabel = "JAR",
            description = "Where the class and what it needs are found, besides its jar and Okko's own classes.")
    private List<Path> classPath = List.of();

    @Option(names = "--rundir", paramLabel = "DIR", description = "Directory of the switch's sockets.")
    private Path runDirectory;

    @Option(
            names = "--program",
            paramLabel = "NAME",
            description = "Function of the object file to run (default: the first).")
    private String program;

    @Option(
            names = "--engine",
            paramLabel = "jit|interpreter",
            converter = EngineName.class,
            description = "What runs a BPF program (default: jit).")
    private Engine engine = Engine.JIT;

    @Option(
            names = "--maps",
            paramLabel = "DIR",
            description = "Where a BPF program's maps are files that others map too (default: maps of its own).")
    private Path maps;

    @Option(
            names = "--global-data",
            description = "With --maps: a BPF program's global data is there as well.")
    private boolean globalData;

    @Option(
            names = "--map-threads",
            paramLabel = "COUNT",
            defaultValue = "1",
            description = "With --maps: for how many threads the maps are (default: 1); this process is the first.")
    private int mapThreads;

    @Option(
            names = "--idle",
            paramLabel = "busy|adaptive|sleep",
            converter = IdlePolicyName.class,
            description = "What to do without packets: use a whole core, look on for a while, or sleep at once"
                    + " (default: adaptive).")
    private IdlePolicy idle = IdlePolicy.ADAPTIVE;

    @Option(
            names = "--cpu",
            paramLabel = "N",
            description = "Keep the thread that processes packets on this CPU.")
    private Integer cpu;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "A setting of the processor; may be repeated.")
    private Map<String, String> settings = Map.of();

    @Option(
            names = "--metrics",
            paramLabel = "[HOST:]PORT",
            converter = MetricsAddress.class,
            description = "Serve counters as OpenMetrics text at /metrics (default host: localhost; port 0: any free).")
    private InetSocketAddress metricsAddress;

    @Option(names = "--once", description = "End, with status 1, when there is no switch or it has ended.")
    private boolean once;

    @Mixin
    private MessageOptions messages;

    @Override
    public Integer call() {
        checkUsage();
        console = new Console(spec.commandLine().getOut(), spec.commandLine().getErr(), name);
        try (var stop = StopSignal.install()) {
            return loadAndRun(stop);
        } catch (KernelException e) {
            console.tell(e.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
    }

    private int loadAndRun(StopSignal stop) {
        try {
            ProcessorChoice choice = ProcessorLoader.isObjectFile(processor)
                    ? ProcessorLoader.loadObject(Path.of(processor), engine, LoadOptions.DEFAULT
                            .withProgram(program).withRole(Role.FILTER).with(SystemNanoClock.INSTANCE, console::tell)
                            .withThreads(mapThreads).withWarmUp(LoadOptions.USUAL_WARM_UP).withMapFiles(mapFiles()))
                    : ProcessorLoader.loadClass(processor, classPath);
            try (Processor loaded = choice.processor()) {
                return startAndRun(loaded, choice.description(), stop);
            }
        } catch (ProcessorException e) {
            console.tell(e.getMessage());
            e.details().forEach(console::tellMore);
        } catch (IOException | RingCorruptException | AgentTerminationException e) {
            console.tell(e.getMessage());
        }
        return CommandLine.ExitCode.SOFTWARE;
    }

    private LoadOptions.MapFiles mapFiles() {
        return maps == null
                ? null
                : new LoadOptions.MapFiles(maps, globalData
                        ? LoadOptions.Sharing.MAPS_AND_GLOBAL_DATA
                        : LoadOptions.Sharing.MAPS);
    }

    private int startAndRun(Processor loaded, String description, StopSignal stop)
            throws IOException, ProcessorException {
        checkCpu();
        var metrics = new Metrics();
        ProcessorLoader.start(loaded, new ProcessorContext(name, new Settings(settings), metrics, System::nanoTime));
        RunDirectory directory = runDirectory == null
                ? RunDirectory.standard(System.getenv(), PeerCredentials.self().uid())
                : new RunDirectory(runDirectory);
        var terms = new ProcessorRun.Terms(
                directory.attachSocket(), name, once ? SwitchTie.ONCE : SwitchTie.AGAIN, idle, pinnedCpu(),
                description);
        var counters = new ProcessorCounters();
        try (var manager = ServiceManager.of(System.getenv());
                var server = metricsAddress == null
                        ? null
                        : MetricsServer.start(metricsAddress, new MetricsText(name, counters, metrics))) {
            if (server != null) {
                console.say("metrics at " + server.uri());
            }
            if (messages.isChosen()) {
                new MessageRun(loaded, terms, messages.route(directory.aeronDriver()), counters, manager, console)
                        .untilRaised(stop);
            } else {
                new ProcessorRun(loaded, terms, counters, manager, console).untilRaised(stop);
            }
        }
        console.say(counters.summary());
        return CommandLine.ExitCode.OK;
    }

    private OptionalInt pinnedCpu() {
        return cpu == null ? OptionalInt.empty() : OptionalInt.of(cpu);
    }

    private void checkCpu() throws IOException {
        try {
            CpuPin.check(pinnedCpu());
        } catch (IOException e) {
            throw new IOException("--cpu: " + e.getMessage(), e);
        }
    }

    private void checkUsage() {
        messages.check(spec);
        try {
            ProcessorAttachment.checkName(name);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--attach: " + e.getMessage(), e);
        }
        if (cpu != null && (cpu < 0 || cpu > CpuPin.MAX_CPU)) {
            throw new ParameterException(
                    spec.commandLine(), "--cpu: expected 0 to " + CpuPin.MAX_CPU + ", found " + cpu);
        }
        boolean object = ProcessorLoader.isObjectFile(processor);
        if (object && !classPath.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--classpath is for Java classes only");
        }
        boolean isForObjects = program != null || maps != null
                || spec.commandLine().getParseResult().hasMatchedOption("--engine");
        if (!object && isForObjects) {
            throw new ParameterException(
                    spec.commandLine(), "--program, --engine and --maps are for object files only");
        }
        if (globalData && maps == null) {
            throw new ParameterException(spec.commandLine(), "--global-data is for use with --maps");
        }
        if (mapThreads < 1) {
            throw new ParameterException(spec.commandLine(), "--map-threads: expected 1 or more, found " + mapThreads);
        }
    }
}
