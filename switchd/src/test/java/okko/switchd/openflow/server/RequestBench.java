package okko.switchd.openflow.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import okko.ringshm.kernel.EventFd;
import okko.ringshm.pool.PacketPool;
import okko.ringshm.pool.PoolConfig;
import okko.switchd.action.SharedState;
import okko.switchd.control.Bridge;
import okko.switchd.control.DatapathCalls;
import okko.switchd.control.PacketIns;
import okko.switchd.control.PortChanges;
import okko.switchd.control.Ports;
import okko.switchd.control.ProgramChanges;
import okko.switchd.control.TableChanges;
import okko.switchd.datapath.CacheConfig;
import okko.switchd.datapath.DatapathAgent;
import okko.switchd.datapath.DatapathConfig;
import okko.switchd.datapath.Datapaths;
import okko.switchd.datapath.ThreadedPort;
import okko.switchd.flow.Flow;
import okko.switchd.flow.FlowSelection;
import okko.switchd.flow.FlowSyntaxException;
import okko.switchd.flow.FlowText;
import okko.switchd.flow.FlowText.Strictness;
import okko.switchd.flow.PortNames;
import okko.switchd.openflow.ChangeMessage;
import okko.switchd.openflow.ChangeMessage.FlowCommand;
import okko.switchd.openflow.ChangeMessage.FlowMod;
import okko.switchd.openflow.EventMessage;
import okko.switchd.openflow.Message;
import okko.switchd.openflow.OpenFlowException;
import okko.switchd.openflow.ProgramMessage;
import okko.switchd.packet.PacketRoom;
import okko.switchd.port.NullPort;
import okko.switchd.port.OpenPort;
import okko.switchd.port.PortConfig;
import okko.switchd.port.PortSetting;
import okko.switchd.port.PortSpec;
import okko.switchd.program.ProgramStore;
import okko.switchd.table.FlowTables;

/** A switch of one thread and the ports 1 to 3, which lead nowhere; its threads run in turn on this one. */
final class RequestBench implements AutoCloseable, Audience {

    static final long DATAPATH_ID = 0x0000_0200_0000_00abL;
    static final long SECOND_NS = 1_000_000_000L;

    private static final PortNames NAMES = new PortNames(Map.of("p1", 1, "p2", 2, "p3", 3));

    final List<EventMessage> events = new ArrayList<>();
    final Ports ports = new Ports();
    final FlowTables tables = new FlowTables((program, _) -> {
        throw new IllegalArgumentException("there is no program " + program);
    }, this::nowNs, 1);
    final DatapathAgent agent;
    final SwitchRequests requests;

    private final PacketPool pool = PacketPool.create(new PoolConfig(64, 2048));
    private final EventFd wakeUp = EventFd.create();
    private final SharedState shared = new SharedState();
    private final DatapathCalls calls;
    private final Datapaths datapaths;
    private final SwitchEvents switchEvents;
    private final PacketIns packetIns;
    private final ProgramStore programs = new ProgramStore(this::nowNs, _ -> { }, 1, new PacketRoom(pool));
    private long nowNs = SECOND_NS;
    private int lastXid;

    RequestBench() throws IOException {
        agent = new DatapathAgent(
                "datapath", new DatapathConfig(0, CacheConfig.DEFAULT, 1), pool, wakeUp, shared);
        datapaths = new Datapaths(List.of(agent));
        calls = new DatapathCalls(agent::submit);
        TableChanges changes = new TableChanges(tables, datapaths, calls);
        for (int number = 1; number <= 3; number++) {
            addPort("p" + number, number);
        }
        SwitchParts parts = new SwitchParts(new Bridge("br0"), DATAPATH_ID, tables, changes, ports, new Switching(),
                datapaths, calls, shared.controllers(), programs,
                new ProgramChanges(programs, changes, calls, Runnable::run), shared.mapRequests(), this::nowNs);
        requests = new SwitchRequests(parts, this::send);
        switchEvents = new SwitchEvents(parts, this);
        packetIns = new PacketIns(new Bridge("br0"), shared.controllers(), this::nowNs);
        packetIns.giveTo(switchEvents);
        requests.settle();
        turn();
    }

    void addPort(String name, int number) {
        OpenPort open = new OpenPort(new PortConfig(name, number, new PortSpec.Null()), new NullPort(pool));
        datapaths.addPort(new ThreadedPort(number, name, List.of(new ThreadedPort.Queue(0, open.port())), open.port(),
                _ -> null));
        ports.add(open);
    }

    /** Switches and restricts ports in what is told of them; the datapath does not hear of it. */
    private final class Switching implements PortChanges {

        @Override
        public CompletableFuture<OpenPort> add(String name, JsonNode keys) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<Void> remove(OpenPort open) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<Void> switchTo(OpenPort open, boolean isOn) {
            ports.switched(open.config().name(), isOn);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletableFuture<Void> restrict(OpenPort open, Set<PortSetting> settings) {
            ports.restricted(open, settings);
            return CompletableFuture.completedFuture(null);
        }
    }

    private long nowNs() {
        return nowNs;
    }

    void wait(int seconds) {
        nowNs += seconds * SECOND_NS;
    }

    /** Has everybody do what there is to do. */
    void turn() throws IOException {
        int workCount;
        do {
            workCount = agent.doWork() + calls.poll() + requests.doWork() + switchEvents.doWork() + packetIns.doWork();
        } while (workCount > 0);
    }

    /** Has a message carried out, and waits until that is done. */
    void handle(Controller controller, Message message) throws OpenFlowException, IOException {
        handle(controller, message, new byte[8]);
    }

    void handle(Controller controller, Message message, byte[] frame) throws OpenFlowException, IOException {
        CompletableFuture<Void> done = requests.handle(controller, ++lastXid, message, frame);
        turn();
        if (done.isCompletedExceptionally()) {
            throw (OpenFlowException) done.exceptionNow();
        }
        done.join();
    }

    int lastXid() {
        return lastXid;
    }

    static Flow flow(String text) {
        try {
            return FlowText.parse(text, NAMES);
        } catch (FlowSyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static FlowMod add(String text) {
        Flow flow = flow(text);
        return new FlowMod(FlowCommand.ADD, flow, FlowSelection.exactly(flow), ChangeMessage.NO_BUFFER, true);
    }

    static FlowMod modify(String text) {
        Flow flow = flow(text);
        return new FlowMod(FlowCommand.MODIFY, flow, FlowSelection.matching(flow.match()), ChangeMessage.NO_BUFFER, true);
    }

    static FlowMod delete(String text) {
        return new FlowMod(FlowCommand.DELETE, flow("actions=drop"), selection(text), ChangeMessage.NO_BUFFER, true);
    }

    static FlowSelection selection(String text) {
        try {
            return FlowText.parseSelection(text, NAMES, Strictness.LOOSE);
        } catch (FlowSyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }

    List<String> flows() {
        return tables.list().stream().map(status -> FlowText.print(status.flow())).toList();
    }

    long sent(int port) {
        return ports.list().stream().filter(open -> open.config().number() == port).findAny().orElseThrow()
                .port().counters().txPackets();
    }

    @Override
    public void tell(EventMessage event) {
        events.add(event);
    }

    @Override
    public void send(ProgramMessage.MapContents contents) {
        throw new AssertionError("no map is to be sent: " + contents);
    }

    @Override
    public boolean isWaitingForPackets() {
        return true;
    }

    @Override
    public boolean expectsMisses() {
        return false;
    }

    @Override
    public void close() {
        programs.close();
        pool.close();
        wakeUp.close();
    }
}
