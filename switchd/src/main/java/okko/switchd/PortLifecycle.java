package okko.switchd;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import okko.ringshm.attach.RunDirectory;
import okko.ringshm.attach.TrustMode;
import okko.ringshm.idle.IdlePolicy;
import okko.ringshm.kernel.KernelException;
import okko.ringshm.kernel.NativeLibrary;
import okko.ringshm.kernel.NetworkInterface;
import okko.ringshm.pool.PacketPool;
import okko.switchd.control.CommandException;
import okko.switchd.control.DatapathCalls;
import okko.switchd.control.PortChanges;
import okko.switchd.control.Ports;
import okko.switchd.datapath.Datapaths;
import okko.switchd.datapath.ThreadChoice;
import okko.switchd.external.ProcessorPort;
import okko.switchd.external.ProcessorSupervisor;
import okko.switchd.packet.DropReason;
import okko.switchd.port.ExternalPort;
import okko.switchd.port.InterfacePort;
import okko.switchd.port.OpenPort;
import okko.switchd.port.PortConfig;
import okko.switchd.port.PortFactory;
import okko.switchd.port.PortSetting;
import okko.switchd.port.PortSpec;
import okko.switchd.port.RingPort;
import okko.switchd.program.ProgramStatus;
import okko.switchd.program.ProgramStore;

/**
 * Opens ports and closes them, at the start and while packets flow; on the control thread.
 *
 * <p>What may take a while, files and the kernel, is done on the loader's thread; what touches buffers, on the datapath
 * thread that the port belongs to, between two batches: there a port comes and goes for everybody at once.
 */
final class PortLifecycle implements PortChanges {

    /** How long a processor that is sent away may take to end. */
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(5);

    private final Parts parts;
    private final Feeding feeding;
    private final PortWiring wiring;

    /** Changes under way: what happens, by name of the port. */
    private final Map<String, String> changes = new HashMap<>();

    /** {@code null} until the switch listens for processors. */
    private ProcessorSupervisor supervisor;

    PortLifecycle(Parts parts, Feeding feeding) {
        this.parts = parts;
        this.feeding = feeding;
        wiring = new PortWiring(parts.pool);
    }

    /**
     * What it works on.
     *
     * @param factory      opens ports
     * @param ports        of the switch
     * @param programs     that may run behind a port
     * @param pool         of the datapath's thread
     * @param datapaths    that ports belong to
     * @param loader       runs what takes long
     * @param runDirectory where processors attach
     * @param programPorts has programs run for ports
     */
    record Parts(PortFactory factory, Ports ports, ProgramStore programs, PacketPool pool, Datapaths datapaths,
            Executor loader, RunDirectory runDirectory, ProgramPorts programPorts) {}

    /**
     * The threads that feed ports.
     *
     * @param dataRoomBytes longest frame in the pool
     * @param idle          what a thread does when there is nothing to do
     * @param calls         to the threads; what is asked of all of them finds them standing still
     * @param choice        of the threads of a port
     */
    record Feeding(int dataRoomBytes, IdlePolicy idle, DatapathCalls calls, ThreadChoice choice) {}

    /** Something that is done on another thread and may fail there. */
    @FunctionalInterface
    private interface Work<T> {
        T run() throws IOException;
    }

    /**
     * Opens a port that the switch begins with, before its threads start.
     *
     * @param config what is wanted
     * @throws StartException if it cannot be had
     */
    void begin(PortConfig config) throws StartException {
        try {
            OpenPort open = parts.factory.open(config, threadsFor(config));
            try {
                open.port().fill();
            } catch (IllegalStateException e) {
                open.port().close();
                open.port().drain();
                throw e;
            }
            enter(open);
            parts.ports.reserve(config.number());
        } catch (IOException | IllegalStateException | IllegalArgumentException e) {
            throw new StartException(List.of("port " + config.name() + ": " + e.getMessage()));
        }
    }

    /** Closes all ports; no thread uses them any more. */
    void closeAll() {
        for (OpenPort open : parts.ports.list()) {
            open.port().close();
            open.port().drain();
        }
    }

    /** {@return the ports that processors may serve, as their supervisor sees them} */
    List<ProcessorPort> processorPorts() throws StartException {
        List<ProcessorPort> served = new ArrayList<>();
        for (OpenPort open : parts.ports.list()) {
            if (open.port() instanceof RingPort ring && open.config().spec() instanceof PortSpec.Ring spec) {
                try {
                    served.add(processorPort(open, spec, ring));
                } catch (IOException e) {
                    throw new StartException(List.of("port " + open.config().name() + ": " + e.getMessage()));
                }
            }
        }
        return served;
    }

    /** What could never be given to a processor is told now, not to the first one that comes. */
    private ProcessorPort processorPort(OpenPort open, PortSpec.Ring spec, RingPort ring) throws IOException {
        ProcessorPort port = new RingProcessorPort(open.config(), spec, ring, new RingProcessorPort.Datapath(
                feeding.dataRoomBytes, feeding.idle, open.thread(), feeding.calls));
        if (port.terms().trust() == TrustMode.ISOLATED) {
            try {
                port.terms().copies().requireRegion();
            } catch (IOException e) {
                throw new IOException("quota: " + e.getMessage(), e);
            }
        }
        return port;
    }

    /** Names who looks after processors, from now on those of new ports too. */
    void serveBy(ProcessorSupervisor theSupervisor) {
        supervisor = theSupervisor;
    }

    @Override
    public CompletableFuture<OpenPort> add(String name, JsonNode keys) throws CommandException {
        if (parts.ports.find(name).isPresent()) {
            throw new CommandException("there is a port " + name + " already");
        }
        List<String> findings = new ArrayList<>();
        PortConfig config = PortKeys.readPort(name, keys, findings, parts.pool.threadCount());
        if (!findings.isEmpty()) {
            throw new CommandException(findings.getFirst());
        }
        PortConfig numbered = new PortConfig(name, number(config), config.spec(), config.receiving());
        parts.ports.reserve(numbered.number());
        return alone(name, "opened", () -> {
            List<Integer> threads = threadsFor(numbered);
            return parts.programPorts.announce(numbered)
                    .thenCompose(_ -> load(name, () -> open(numbered, threads)))
                    .thenCompose(this::begin).whenComplete((_, failure) -> {
                        if (failure != null) {
                            release(numbered, threads);
                            parts.programPorts.forget(numbered);
                        }
                    });
        });
    }

    private int number(PortConfig config) throws CommandException {
        if (config.number() == PortNumbers.ANY) {
            return parts.ports.newNumber();
        }
        for (OpenPort open : parts.ports.list()) {
            if (open.config().number() == config.number()) {
                throw new CommandException(
                        "number: " + config.number() + " is the number of port " + open.config().name());
            }
        }
        return config.number();
    }

    /** A thread for each queue; what receives nothing is no burden to any. */
    private List<Integer> threadsFor(PortConfig config) {
        PortConfig.Receiving receiving = config.receiving();
        return hasChosenThreads(config)
                ? feeding.choice.choose(receiving.thread(), receiving.queues())
                : List.of(0);
    }

    private void release(PortConfig config, List<Integer> threads) {
        if (hasChosenThreads(config)) {
            feeding.choice.release(threads);
        }
    }

    private static boolean hasChosenThreads(PortConfig config) {
        return config.spec().receives() || config.receiving().thread().isPresent();
    }

    private OpenPort open(PortConfig config, List<Integer> threads) throws IOException {
        OpenPort open = parts.factory.open(config, threads);
        if (open.port() instanceof RingPort ring && config.spec() instanceof PortSpec.Ring spec) {
            processorPort(open, spec, ring); // holds nothing yet, if this fails
            if (spec.user().isPresent()) {
                parts.runDirectory.admitOthers();
            }
        }
        return open;
    }

    private CompletableFuture<OpenPort> begin(OpenPort open) {
        return feeding.calls.ask(() -> {
            try {
                open.port().fill();
            } catch (IllegalStateException e) {
                open.port().drain(); // nothing: before close this time, as the kernel has no buffer either
                return e.getMessage();
            }
            enter(open);
            return "";
        }).thenCompose(refusal -> {
            if (refusal.isEmpty()) {
                serve(open);
                return CompletableFuture.completedFuture(open);
            }
            return load(open.config().name(), () -> {
                open.port().close();
                throw new IOException(refusal);
            });
        });
    }

    private void serve(OpenPort open) {
        if (open.port() instanceof RingPort ring && open.config().spec() instanceof PortSpec.Ring spec) {
            try {
                supervisor.add(processorPort(open, spec, ring));
            } catch (IOException e) {
                throw new IllegalStateException(e); // it was tried before the port was opened
            }
        }
    }

    /** Lets packets flow by a port; on the datapath thread. */
    private void enter(OpenPort open) {
        connect(open);
        parts.ports.add(open);
    }

    private void connect(OpenPort open) {
        parts.datapaths.addPort(wiring.connect(open, parts.ports.isSwitchedOff(open), parts.ports.settings(open)));
    }

    @Override
    public CompletableFuture<Void> remove(OpenPort open) throws CommandException {
        String name = open.config().name();
        for (ProgramStatus program : parts.programs.list()) {
            if (program.place().equals(name)) {
                throw new CommandException("port " + name + " runs filter_prog=" + program.id()
                        + "; bring it back before: okko ctl prog move " + program.id() + " --to switch");
            }
        }
        return alone(name, "closed", () -> dismissed(open)
                .thenCompose(_ -> leave(open))
                .thenCompose(_ -> feeding.calls.ask(() -> {
                    retire(open);
                    return open;
                }))
                .thenCompose(gone -> {
                    release(gone.config(), gone.threads());
                    return parts.programPorts.forget(gone.config()).thenApply(_ -> null);
                }));
    }

    /** Completed when no processor serves the port. */
    private CompletableFuture<Void> dismissed(OpenPort open) {
        return open.port() instanceof RingPort
                ? supervisor.remove(open.config().name(), PATIENCE_NS).exceptionallyCompose(failure ->
                        CompletableFuture.failedFuture(new CommandException(failure.getMessage())))
                : CompletableFuture.completedFuture(null);
    }

    /** Takes a port from the datapath, and from the kernel then. */
    private CompletableFuture<OpenPort> leave(OpenPort open) {
        return feeding.calls.ask(() -> {
            parts.datapaths.removePort(open.config().number());
            return open;
        }).thenCompose(_ -> load(open.config().name(), () -> {
            open.port().close();
            return open;
        }));
    }

    /**
     * Opens a port again whose interface is another one now; its counters begin anew.
     *
     * @return completed when packets flow by it; if the new one cannot be opened nothing has changed
     */
    CompletableFuture<OpenPort> reopen(OpenPort gone) throws CommandException {
        String name = gone.config().name();
        return alone(name, "opened anew", () -> load(name, () -> parts.factory.open(gone.config(), gone.threads()))
                .thenCompose(fresh -> leave(gone).thenCompose(_ -> feeding.calls.ask(() -> {
                    retire(gone); // which leaves as many buffers as the new one takes
                    fresh.port().fill();
                    enter(fresh);
                    return fresh;
                })).whenComplete((_, failure) -> {
                    if (failure != null) {
                        parts.loader.execute(fresh.port()::close);
                    }
                })));
    }

    /** Forgets a port that is closed; on the datapath thread. */
    private void retire(OpenPort open) {
        if (open.port() instanceof ExternalPort external) {
            open.port().counters().drops().add(DropReason.NO_SUCH_PORT, external.packetsUnderWay());
        }
        open.port().drain();
        wiring.forget(open);
        parts.ports.remove(open);
    }

    @Override
    public CompletableFuture<Void> switchTo(OpenPort open, boolean isOn) throws CommandException {
        try {
            if (open.port() instanceof InterfacePort port) {
                NetworkInterface.switchTo(port.interfaceName(), isOn);
            }
        } catch (KernelException e) {
            if (e.errno() != NativeLibrary.ENODEV) { // an interface that is not here cannot be switched
                throw new CommandException("port " + open.config().name() + ": " + e.getMessage());
            }
        }
        return alone(open.config().name(), "switched", () -> feeding.calls.ask(() -> {
            parts.ports.switched(open.config().name(), isOn);
            reconnect(open);
            return null;
        }));
    }

    @Override
    public CompletableFuture<Void> restrict(OpenPort open, Set<PortSetting> settings) throws CommandException {
        return alone(open.config().name(), "restricted", () -> feeding.calls.ask(() -> {
            parts.ports.restricted(open, settings);
            reconnect(open);
            return null;
        }));
    }

    private void reconnect(OpenPort open) {
        parts.datapaths.removePort(open.config().number());
        connect(open);
    }

    /** One change of a port at a time. */
    private <T> CompletableFuture<T> alone(String name, String what, Supplier<CompletableFuture<T>> begin)
            throws CommandException {
        if (changes.containsKey(name)) {
            throw new CommandException("port " + name + " is being " + changes.get(name) + "; try again");
        }
        changes.put(name, what);
        return begin.get().whenComplete((_, _) -> changes.remove(name));
    }

    /** Does something on the loader's thread; a failure becomes a refusal that names the port. */
    private <T> CompletableFuture<T> load(String name, Work<T> work) {
        CompletableFuture<T> done = new CompletableFuture<>();
        parts.loader.execute(() -> {
            try {
                feeding.calls.answer(done, work.run());
            } catch (IOException | IllegalStateException | IllegalArgumentException e) {
                feeding.calls.refuse(done, "port " + name + ": " + e.getMessage());
            }
        });
        return done;
    }
}
