package okko.switchd;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import okko.ringshm.attach.RunDirectory;
import okko.ringshm.idle.PolicyIdleStrategy;
import okko.ringshm.kernel.CpuPin;
import okko.ringshm.kernel.EventFd;
import okko.ringshm.message.MessageMedium;
import okko.ringshm.pool.PacketPool;
import okko.switchd.action.Mirrors;
import okko.switchd.action.SharedState;
import okko.switchd.control.AddressCommands;
import okko.switchd.control.Bridge;
import okko.switchd.control.Command;
import okko.switchd.control.ControlAgent;
import okko.switchd.control.DatapathCalls;
import okko.switchd.control.CachedFlowCommands;
import okko.switchd.control.DatapathCommands;
import okko.switchd.control.DatapathCommands.DatapathThread;
import okko.switchd.control.FlowCommands;
import okko.switchd.control.FlowExpiry;
import okko.switchd.control.GroupCommands;
import okko.switchd.control.LinkStates;
import okko.switchd.control.MeterCommands;
import okko.switchd.control.PacketIns;
import okko.switchd.control.PoolCommands;
import okko.switchd.control.PortCommands;
import okko.switchd.control.Ports;
import okko.switchd.control.ProcessorCommands;
import okko.switchd.control.ProgramChangeCommands;
import okko.switchd.control.ProgramChanges;
import okko.switchd.control.ProgramCommands;
import okko.switchd.control.ProgramFiles;
import okko.switchd.control.ProgramMoveCommands;
import okko.switchd.control.ReplayCommands;
import okko.switchd.control.TableChanges;
import okko.switchd.control.TraceCommands;
import okko.switchd.datapath.DatapathAgent;
import okko.switchd.datapath.DatapathConfig;
import okko.switchd.datapath.Datapaths;
import okko.switchd.datapath.ThreadChoice;
import okko.switchd.external.ProcessorSupervisor;
import okko.switchd.flow.Flow;
import okko.switchd.flow.FlowSyntaxException;
import okko.switchd.flow.FlowText;
import okko.switchd.flow.PortNames;
import okko.switchd.openflow.server.ControllerCommands;
import okko.switchd.openflow.server.OpenFlowAgent;
import okko.switchd.openflow.server.SwitchEvents;
import okko.switchd.openflow.server.SwitchParts;
import okko.switchd.openflow.server.SwitchRequests;
import okko.switchd.packet.PacketRoom;
import okko.switchd.port.PortConfig;
import okko.switchd.port.PortFactory;
import okko.switchd.port.PortSpec;
import okko.switchd.program.LoadResult;
import okko.switchd.program.ProgramStore;
import okko.switchd.table.ChangeResult;
import okko.switchd.table.FlowChange;
import okko.switchd.table.FlowTables;
import okko.switchd.trace.Tracer;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.SystemNanoClock;

/**
 * Opens the parts of a switch, in the order in which they need each other; what leaves traces outside comes last.
 * Whatever fails is told in one line with its place in the configuration.
 */
final class SwitchBuilder {

    private static final int FIRST_THREAD = 0;

    /** One for all threads, so that groups choose alike in each. */
    private final long hashSeed = new SecureRandom().nextLong();

    private final SwitchConfig config;
    private final RunDirectory runDirectory;
    private final Opened opened = new Opened();
    private final List<Path> createdFiles = new ArrayList<>();
    private final Ports ports = new Ports();
    private final Notices notices = new Notices();

    private final ThreadChoice choice;
    private PacketPool pool;
    private ProgramStore programs;
    private FlowTables table;
    private final List<DatapathThread> threads = new ArrayList<>();
    private Datapaths datapaths;
    private final SharedState shared;
    private PacketIns packetIns;
    private DatapathCalls calls;
    private TableChanges changes;
    private ProgramChanges programChanges;
    private Executor loader;
    private PortLifecycle lifecycle;
    private ProcessorSupervisor supervisor;
    private MessageMedium medium;
    private FlowExpiry expiry;
    private LinkStates links;
    private OpenFlowAgent openFlow;
    private List<Agent> openFlowAgents;

    SwitchBuilder(SwitchConfig config, RunDirectory runDirectory) {
        this.config = config;
        this.runDirectory = runDirectory;
        shared = new SharedState(config.mirrors().isEmpty() ? Mirrors.NONE : new Mirrors(config.mirrors()));
        choice = new ThreadChoice(config.datapath().threads());
    }

    /** Everything that a running switch needs to know of its parts. */
    record Parts(Opened opened, PacketPool pool, List<DatapathThread> threads, ControlAgent control,
            PacketIns packetIns, ProcessorSupervisor supervisor, InterfaceWatch interfaces, LinkStates links,
            FlowExpiry expiry, DatapathCalls calls, List<Agent> openFlow, Notices notices) {}

    /**
     * Opens everything.
     *
     * @param stop what the stop command does
     * @throws StartException if something cannot be opened; everything that was opened is closed again
     */
    Parts build(Runnable stop) throws StartException {
        try {
            checkCpus();
            claimRunDirectory();
            pool = PacketPool.create(config.pool().size(), config.pool().hugePages(), config.datapath().threads());
            opened.add(pool::close);
            loadPrograms();
            addFlows();
            makeThreads();
            openPorts();
            datapaths.replaceTables(table.snapshot());
            openFlow();
            ControlAgent control = openSockets(stop);
            InterfaceWatch interfaces =
                    new InterfaceWatch(ports, lifecycle, notices::tell, SystemNanoClock.INSTANCE);
            return new Parts(opened, pool, List.copyOf(threads), control, packetIns, supervisor, interfaces, links,
                    expiry, calls, openFlowAgents, notices);
        } catch (StartException e) {
            abandon(e);
            throw e;
        } catch (IOException e) {
            StartException failure = new StartException(List.of(e.getMessage()));
            abandon(failure);
            throw failure;
        }
    }

    private void makeThreads() throws IOException {
        int count = config.datapath().threads();
        for (int i = 0; i < count; i++) {
            EventFd wakeUp = EventFd.create();
            opened.add(wakeUp::close);
            DatapathAgent agent = new DatapathAgent(count == 1 ? "okko-datapath" : "okko-datapath-" + i,
                    new DatapathConfig(i, config.datapath().cache(), hashSeed, config.datapath().batch()),
                    pool.ofThread(i), wakeUp, shared);
            threads.add(new DatapathThread(agent, new PolicyIdleStrategy(config.datapath().idle(), agent)));
        }
        List<DatapathAgent> agents = threads.stream().map(DatapathThread::agent).toList();
        datapaths = new Datapaths(agents);
        calls = new DatapathCalls(agents.stream().<Predicate<Runnable>>map(agent -> agent::submit).toList());
        changes = new TableChanges(table, datapaths, calls);
    }

    private void abandon(StartException failure) {
        try {
            opened.close();
            for (Path file : createdFiles) {
                Files.deleteIfExists(file);
            }
        } catch (IllegalStateException | IOException e) {
            failure.addSuppressed(e);
        }
    }

    private void checkCpus() throws StartException {
        for (int thread = 0; thread < config.datapath().threads(); thread++) {
            try {
                CpuPin.check(config.datapath().cpu(thread));
            } catch (IOException e) {
                String key = config.datapath().threads() == 1 ? "datapath.cpu" : "datapath.cpus[" + thread + "]";
                throw new StartException(List.of(key + ": " + e.getMessage()));
            }
        }
    }

    private void claimRunDirectory() throws IOException {
        boolean existed = Files.exists(runDirectory.path());
        if (!existed) {
            opened.add(this::removeRunDirectory);
        }
        runDirectory.claim();
    }

    private void removeRunDirectory() throws IOException {
        try {
            Files.delete(runDirectory.path());
        } catch (DirectoryNotEmptyException | NoSuchFileException _) {
            // Somebody else uses it too, or it was never made.
        }
    }

    private void loadPrograms() throws StartException {
        programs = new ProgramStore(SystemNanoClock.INSTANCE, System.err::println, config.datapath().threads(),
                new PacketRoom(pool));
        opened.add(programs::close);
        for (SwitchConfig.Program program : config.programs()) {
            String where = "programs." + program.id() + ": " + program.file() + ": ";
            LoadResult result = programs.load(program.id(), read(where, program.file()), program.options());
            if (result instanceof LoadResult.Refused(List<String> lines)) {
                List<String> findings = new ArrayList<>();
                if (lines.size() == 1) {
                    findings.add(where + lines.getFirst());
                } else {
                    findings.add(where + "refused by the verifier");
                    findings.addAll(lines);
                }
                throw new StartException(findings);
            }
        }
    }

    private static byte[] read(String where, Path file) throws StartException {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException _) {
            throw new StartException(List.of(where + "no such file"));
        } catch (IOException e) {
            throw new StartException(List.of(where + e.getMessage()));
        }
    }

    private void addFlows() throws StartException {
        table = new FlowTables(programs::filter, SystemNanoClock.INSTANCE, config.datapath().threads());
        table.changeFacilities(facilities -> facilities.withPrograms(programs.actions())
                .withPortPrograms(ProgramPorts.of(config.ports())));
        PortNames names = portNames();
        List<String> findings = new ArrayList<>();
        for (SwitchConfig.FlowLine line : config.flows()) {
            try {
                Flow flow = FlowText.parse(line.text(), names);
                if (table.apply(List.of(new FlowChange.Add(flow))) instanceof ChangeResult.Refused(var refused)) {
                    findings.add(line.where() + ": " + refused.getFirst().reason());
                }
            } catch (FlowSyntaxException e) {
                findings.add(line.where() + ": " + e.getMessage());
            }
        }
        if (!findings.isEmpty()) {
            throw new StartException(findings);
        }
    }

    private PortNames portNames() {
        Map<String, Integer> numbers = new HashMap<>();
        Set<Integer> processors = new HashSet<>();
        for (PortConfig port : config.ports()) {
            numbers.put(port.name(), port.number());
            if (port.spec().isExternal()) {
                processors.add(port.number());
            }
        }
        return new PortNames(numbers, processors);
    }

    /** Where programs are verified and compiled while the switch runs: one at a time, none of its own threads. */
    private Executor loader() {
        ExecutorService loader = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name("okko-loader").daemon().factory());
        opened.add(loader::shutdownNow);
        return loader;
    }

    private void openPorts() throws StartException {
        loader = loader();
        var feeding = new PortLifecycle.Feeding(
                config.pool().size().dataRoomBytes(), config.datapath().idle(), calls, choice);
        lifecycle = new PortLifecycle(new PortLifecycle.Parts(new PortFactory(pool, this::medium, notices::tell), ports,
                programs, pool, datapaths, loader, runDirectory, new ProgramPorts(changes)), feeding);
        opened.add(lifecycle::closeAll);
        for (PortConfig port : config.ports()) {
            if (!createsFile(port)) {
                lifecycle.begin(port);
            }
        }
        for (PortConfig port : config.ports()) {
            if (createsFile(port)) {
                lifecycle.begin(port);
                createdFiles.add(((PortSpec.Pcap) port.spec()).write());
            }
        }
    }

    private MessageMedium medium() throws IOException {
        if (medium == null) {
            medium = MessageMedium.launch();
            opened.add(medium::close);
            Path link = runDirectory.aeronDriver();
            Files.deleteIfExists(link); // of a switch that was killed; the run directory is this one's
            Files.createSymbolicLink(link, medium.driverDirectory());
            opened.add(() -> Files.deleteIfExists(link));
        }
        return medium;
    }

    private static boolean createsFile(PortConfig port) {
        return port.spec() instanceof PortSpec.Pcap(_, Path write) && write != null;
    }

    private ControlAgent openSockets(Runnable stop) throws IOException, StartException {
        supervisor = ProcessorSupervisor.open(lifecycle.processorPorts(), new ProcessorSupervisor.Listening(
                runDirectory.attachSocket(), pool.region(), SystemNanoClock.INSTANCE));
        opened.add(supervisor::close);
        lifecycle.serveBy(supervisor);
        ControlAgent control = ControlAgent.open(runDirectory.controlSocket(), commands(stop), calls);
        opened.add(control::close);
        if (hasForeignUsers(config)) {
            runDirectory.admitOthers();
        }
        return control;
    }

    private void openFlow() throws IOException {
        long datapathId = config.openFlow().datapathId().orElseGet(
                () -> DatapathIds.derive(config.bridge(), runDirectory.path()));
        Bridge bridge = new Bridge(config.bridge());
        programChanges = new ProgramChanges(programs, changes, calls, loader);
        SwitchParts theSwitch = new SwitchParts(bridge, datapathId, table, changes, ports, lifecycle, datapaths, calls,
                shared.controllers(), programs, programChanges, shared.mapRequests(), SystemNanoClock.INSTANCE);
        SwitchRequests requests = new SwitchRequests(theSwitch, contents -> openFlow.send(contents));
        Path directory = runDirectory.path();
        openFlow = OpenFlowAgent.open(
                new OpenFlowAgent.OwnSockets(directory.resolve(config.bridge() + ".mgmt"),
                        directory.resolve(config.bridge() + ".snoop")),
                config.openFlow(),
                new OpenFlowAgent.Surroundings(requests, SystemNanoClock.INSTANCE, System.err::println));
        opened.add(openFlow::close);
        SwitchEvents events = new SwitchEvents(theSwitch, openFlow);
        packetIns = new PacketIns(bridge, shared.controllers(), shared.clock());
        packetIns.giveTo(events);
        openFlowAgents = List.of(openFlow, requests, events);
    }

    /** Whether a ring port may be served by a user who is not the switch's own. */
    static boolean hasForeignUsers(SwitchConfig config) {
        return config.ports().stream().anyMatch(
                port -> port.spec() instanceof PortSpec.Ring ring && ring.user().isPresent());
    }

    private Map<String, Command> commands(Runnable stop) throws IOException {
        Map<String, Command> commands = new LinkedHashMap<>();
        Bridge bridge = new Bridge(config.bridge());
        new PortCommands(bridge, ports, lifecycle).register(commands);
        new AddressCommands(shared.addresses(), shared.clock()).register(commands);
        packetIns.register(commands);
        new ProcessorCommands(supervisor, ports, calls).register(commands);
        new PoolCommands(pool, ports, datapaths, calls).register(commands);
        new ProgramCommands(programs).register(commands);
        new FlowCommands(bridge, table, changes, ports).register(commands);
        new GroupCommands(bridge, table, changes, ports).register(commands);
        new MeterCommands(bridge, table, changes).register(commands);
        new TraceCommands(table, ports, new Tracer(new Tracer.Parts(programs, table::flow, shared, hashSeed)))
                .register(commands);
        expiry = new FlowExpiry(table, changes, SystemNanoClock.INSTANCE);
        links = new LinkStates(ports, table, changes, SystemNanoClock.INSTANCE);
        ProgramFiles files = new ProgramFiles(runDirectory.path());
        opened.add(files::close);
        new ProgramChangeCommands(bridge, programChanges).register(commands);
        new ProgramMoveCommands(
                new ProgramMoveCommands.Parts(bridge, programs, files, changes, datapaths, calls, supervisor, loader,
                        SystemNanoClock.INSTANCE), ports).register(commands);
        new DatapathCommands(threads, ports).register(commands);
        new CachedFlowCommands(datapaths.agents(), calls).register(commands);
        new ReplayCommands(ports, datapaths, calls).register(commands);
        new ControllerCommands(bridge, openFlow).register(commands);
        commands.put("stop", _ -> {
            stop.run();
            return CompletableFuture.completedFuture("stopping");
        });
        return commands;
    }
}
