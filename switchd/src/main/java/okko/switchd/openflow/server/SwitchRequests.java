package okko.switchd.openflow.server;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import okko.switchd.openflow.BundleMessage;
import okko.switchd.openflow.ChangeMessage;
import okko.switchd.openflow.EventMessage;
import okko.switchd.openflow.HandshakeMessage;
import okko.switchd.openflow.Message;
import okko.switchd.openflow.MonitorMessage;
import okko.switchd.openflow.OpenFlowError;
import okko.switchd.openflow.OpenFlowException;
import okko.switchd.openflow.ProgramMessage;
import okko.switchd.openflow.SettingsMessage;
import okko.switchd.openflow.StatisticsReply;
import okko.switchd.openflow.StatisticsRequest;
import okko.switchd.table.Savepoint;
import org.agrona.concurrent.Agent;

/**
 * Answers what controllers ask of the switch and does what they say, by way of one class for each family of messages.
 * On the control thread; as an agent it puts changes into force that nobody has waited for.
 */
public final class SwitchRequests implements RequestHandler, Agent {

    private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);

    private final SwitchParts parts;
    private final Publication publication;
    private final SwitchDescription description;
    private final PacketOuts packetOuts;
    private final PortRequests ports;
    private final FlowRequests flows;
    private final TableRequests tables;
    private final GroupRequests groups;
    private final MeterRequests meters;
    private final ProgramRequests programs;
    private final Bundles bundles;
    private final FlowMonitors monitors;

    /**
     * Makes the handler.
     *
     * @param parts       of the switch
     * @param mapContents sends what maps hold to all controllers
     */
    public SwitchRequests(SwitchParts parts, Consumer<ProgramMessage.MapContents> mapContents) {
        this.parts = parts;
        publication = new Publication(parts.changes(), parts.clock());
        PortDescriptions portDescriptions = new PortDescriptions(parts.ports(), parts.datapathId());
        description = new SwitchDescription(parts, portDescriptions);
        packetOuts = new PacketOuts(parts, publication);
        ports = new PortRequests(parts, portDescriptions);
        flows = new FlowRequests(parts.tables(), publication);
        tables = new TableRequests(parts.tables());
        groups = new GroupRequests(parts.tables(), publication);
        meters = new MeterRequests(parts.tables(), publication);
        programs = new ProgramRequests(parts.programs(), parts.programChanges(), mapContents);
        bundles = new Bundles(this::commit, parts.clock());
        monitors = new FlowMonitors(parts.tables());
        parts.tables().listen(monitors);
    }

    @Override
    public CompletableFuture<Void> handle(Controller controller, int xid, Message message, byte[] bytes)
            throws OpenFlowException {
        return switch (message) {
            case StatisticsRequest request -> {
                controller.send(xid, answer(request));
                yield DONE;
            }
            case ChangeMessage change -> {
                CompletableFuture<Void> done = change(controller, xid, change);
                monitors.tell();
                yield done;
            }
            case BundleMessage bundle -> bundles.handle(controller, xid, bundle, bytes);
            case ProgramMessage.ListFlowRuns(int table) -> {
                controller.send(xid, flows.runs(table));
                yield DONE;
            }
            case ProgramMessage program -> programs.handle(controller, xid, program);
            case MonitorMessage monitor -> {
                monitors.handle(controller, xid, monitor);
                yield DONE;
            }
            case HandshakeMessage.FeaturesRequest _ -> {
                controller.send(xid, description.features(controller.version()));
                yield DONE;
            }
            case HandshakeMessage _, SettingsMessage _, StatisticsReply _, EventMessage _ ->
                throw new OpenFlowException(OpenFlowError.OFPBRC_BAD_TYPE,
                        "nothing that a switch is asked: " + message.getClass().getSimpleName());
        };
    }

    private StatisticsReply answer(StatisticsRequest request) throws OpenFlowException {
        return switch (request) {
            case StatisticsRequest.Description _ -> description.description();
            case StatisticsRequest.Flows wanted -> flows.list(wanted);
            case StatisticsRequest.Aggregate wanted -> flows.sum(wanted);
            case StatisticsRequest.Tables _ -> tables.statistics();
            case StatisticsRequest.TableFeaturesRequest(var wanted) -> tables.features(wanted);
            case StatisticsRequest.TableDescriptions _ -> tables.descriptions();
            case StatisticsRequest.Ports(var port) -> ports.statistics(port);
            case StatisticsRequest.PortDescriptions(var port) -> ports.descriptions(port);
            case StatisticsRequest.Queues(var port, var queue) -> ports.queues(port, queue);
            case StatisticsRequest.QueueDescriptions(var port, var queue) -> ports.queueDescriptions(port, queue);
            case StatisticsRequest.Groups(var group) -> groups.statistics(group);
            case StatisticsRequest.GroupDescriptions(var group) -> groups.descriptions(group);
            case StatisticsRequest.GroupFeatures _ -> groups.features();
            case StatisticsRequest.Meters(var meter) -> meters.statistics(meter);
            case StatisticsRequest.MeterConfigs(var meter) -> meters.configs(meter);
            case StatisticsRequest.MeterFeatures _ -> meters.features();
        };
    }

    private CompletableFuture<Void> change(Controller controller, int xid, ChangeMessage change)
            throws OpenFlowException {
        switch (change) {
            case ChangeMessage.FlowMod flow -> flows.change(controller, xid, flow);
            case ChangeMessage.GroupMod group -> groups.change(controller, xid, group);
            case ChangeMessage.MeterMod meter -> meters.change(controller, xid, meter);
            case ChangeMessage.TableMod table -> tables.change(table);
            case ChangeMessage.PacketOut packet -> packetOuts.send(packet);
            case ChangeMessage.PortMod port -> {
                return ports.change(port);
            }
        }
        return DONE;
    }

    /** Tables change first, all of it or nothing; ports and packets follow, which were found to be in order before. */
    private CompletableFuture<Void> commit(Controller controller, List<Bundles.Inner> messages)
            throws OpenFlowException {
        Savepoint before = parts.tables().savepoint();
        for (Bundles.Inner inner : messages) {
            try {
                prepare(controller, inner);
            } catch (OpenFlowException e) {
                before.undo();
                controller.refuse(inner.xid(), e, inner.frame());
                throw new OpenFlowException(OpenFlowError.OFPBFC_MSG_FAILED,
                        "message 0x%x cannot be carried out: %s".formatted(inner.xid(), e.getMessage()));
            }
        }
        publication.note(before.keep().unneeded());
        CompletableFuture<Void> done = DONE;
        for (Bundles.Inner inner : messages) {
            switch (inner.change()) {
                case ChangeMessage.PacketOut packet -> packetOuts.send(packet);
                case ChangeMessage.PortMod port -> done = CompletableFuture.allOf(done, ports.change(port));
                case ChangeMessage.FlowMod _, ChangeMessage.GroupMod _, ChangeMessage.MeterMod _,
                        ChangeMessage.TableMod _ -> { }
            }
        }
        return CompletableFuture.allOf(done, publication.inForce(), packetOuts.settle());
    }

    private void prepare(Controller controller, Bundles.Inner inner) throws OpenFlowException {
        switch (inner.change()) {
            case ChangeMessage.PacketOut packet -> packetOuts.check(packet);
            case ChangeMessage.PortMod port -> ports.check(port);
            case ChangeMessage.FlowMod _, ChangeMessage.GroupMod _, ChangeMessage.MeterMod _,
                    ChangeMessage.TableMod _ -> change(controller, inner.xid(), inner.change());
        }
    }

    @Override
    public CompletableFuture<Void> settle() {
        return CompletableFuture.allOf(publication.barrier(), packetOuts.settle());
    }

    @Override
    public void gone(Controller controller) {
        bundles.gone(controller);
        monitors.gone(controller);
        programs.gone(controller);
    }

    @Override
    public int doWork() {
        return publication.publishSometimes() + bundles.expire() + monitors.tell();
    }

    @Override
    public String roleName() {
        return "okko-openflow-requests";
    }
}
