package okko.external.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import okko.bpf.image.Role;
import okko.bpf.program.Engine;
import okko.bpf.program.LoadOptions;
import okko.external.agent.ProcessorAgent;
import okko.external.agent.ProcessorCounters;
import okko.external.api.Processor;
import okko.ringshm.attach.ProcessorAttachment;
import okko.ringshm.attach.RunDirectory;
import okko.ringshm.idle.IdlePolicy;
import okko.ringshm.kernel.KernelException;
import okko.ringshm.kernel.PeerCredentials;
import okko.ringshm.ring.RingCorruptException;
import org.agrona.concurrent.AgentTerminationException;
import org.agrona.concurrent.SystemNanoClock;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code okko proc run}: attaches to the switch and processes packets until told to stop. */
@Command(
        name = "run",
        description = "Attaches to the switch as an external processor and runs until SIGTERM.",
        footer = {"", "Example: okko proc run --attach fw --processor firewall.o"},
        mixinStandardHelpOptions = true)
final class ProcRunCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--attach",
            required = true,
            paramLabel = "NAME",
            description = "Name of the ring port in the switch.")
    private String name;

    @Option(
            names = "--processor",
            required = true,
            paramLabel = "CLASS|FILE.o",
            description = "A Java class that implements okko.external.api.Processor, or a BPF object file.")
    private String processor;

    @Option(
            names = "--classpath",
            arity = "1..*",
            paramLabel = "JAR",
            description = "Where the class and what it needs are found, besides Okko's own classes.")
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
            names = "--idle",
            paramLabel = "busy|adaptive|sleep",
            converter = IdlePolicyName.class,
            description = "What to do without packets: use a whole core, look on for a while, or sleep at once"
                    + " (default: adaptive).")
    private IdlePolicy idle = IdlePolicy.ADAPTIVE;

    @Override
    public Integer call() {
        checkUsage();
        try (var stop = StopSignal.install()) {
            return loadAndRun(stop);
        } catch (KernelException e) {
            tell(e.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
    }

    private int loadAndRun(StopSignal stop) {
        try {
            ProcessorChoice choice = ProcessorLoader.isObjectFile(processor)
                    ? ProcessorLoader.loadObject(Path.of(processor), engine, LoadOptions.DEFAULT
                            .withProgram(program).withRole(Role.FILTER).with(SystemNanoClock.INSTANCE, this::tell)
                            .withWarmUp(LoadOptions.USUAL_WARM_UP).withMapsIn(maps)
                            .with(globalData ? LoadOptions.Sharing.MAPS_AND_GLOBAL_DATA : LoadOptions.Sharing.MAPS))
                    : ProcessorLoader.loadClass(processor, classPath);
            try (Processor loaded = choice.processor()) {
                return attachAndRun(loaded, choice.description(), stop);
            }
        } catch (ProcessorException e) {
            tell(e.getMessage());
            e.details().forEach(line -> spec.commandLine().getErr().println(line));
            spec.commandLine().getErr().flush();
        } catch (IOException | RingCorruptException | AgentTerminationException e) {
            tell(e.getMessage());
        }
        return CommandLine.ExitCode.SOFTWARE;
    }

    private void checkUsage() {
        try {
            ProcessorAttachment.checkName(name);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--attach: " + e.getMessage(), e);
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
    }

    private int attachAndRun(Processor loaded, String description, StopSignal stop) throws IOException {
        RunDirectory directory = runDirectory == null
                ? RunDirectory.standard(System.getenv(), PeerCredentials.self().uid())
                : new RunDirectory(runDirectory);
        try (ProcessorAttachment attachment = ProcessorAttachment.attach(directory.attachSocket(), name)) {
            var counters = new ProcessorCounters();
            var agent = new ProcessorAgent(attachment, loaded, counters, SystemNanoClock.INSTANCE, this::tell);
            say("attached as " + name + ", pid " + ProcessHandle.current().pid() + ", processor " + description);
            if (idle == IdlePolicy.BUSY) {
                attachment.neverSleeps();
            }
            stop.runUntilRaised(agent, idle);
            say(counters.packets() + " packets, " + counters.passed() + " passed, " + counters.dropped() + " dropped");
            return CommandLine.ExitCode.OK;
        }
    }

    private void say(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println("okko proc " + name + ": " + line);
        out.flush();
    }

    private void tell(String line) {
        PrintWriter errors = spec.commandLine().getErr();
        errors.println("okko proc " + name + ": " + line);
        errors.flush();
    }
}
