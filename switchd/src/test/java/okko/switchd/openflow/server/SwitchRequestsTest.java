package okko.switchd.openflow.server;

import static okko.switchd.openflow.server.RequestBench.add;
import static okko.switchd.openflow.server.RequestBench.delete;
import static okko.switchd.openflow.server.RequestBench.flow;
import static okko.switchd.openflow.server.RequestBench.modify;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import okko.switchd.datapath.DatapathStats.Count;
import okko.switchd.flow.Action;
import okko.switchd.flow.Field;
import okko.switchd.flow.FlowSelection;
import okko.switchd.flow.Group;
import okko.switchd.flow.Match;
import okko.switchd.flow.Meter;
import okko.switchd.flow.ReservedPort;
import okko.switchd.openflow.ChangeMessage;
import okko.switchd.openflow.ChangeMessage.GroupBody;
import okko.switchd.openflow.ChangeMessage.GroupCommand;
import okko.switchd.openflow.ChangeMessage.GroupMod;
import okko.switchd.openflow.ChangeMessage.MeterCommand;
import okko.switchd.openflow.ChangeMessage.MeterMod;
import okko.switchd.openflow.ChangeMessage.PacketOut;
import okko.switchd.openflow.ChangeMessage.PortMod;
import okko.switchd.openflow.EventMessage.FlowRemoved;
import okko.switchd.openflow.EventMessage.FlowRemovedReason;
import okko.switchd.openflow.EventMessage.PacketInMessage;
import okko.switchd.openflow.EventMessage.PortReason;
import okko.switchd.openflow.EventMessage.PortStatusMessage;
import okko.switchd.openflow.HandshakeMessage.FeaturesReply;
import okko.switchd.openflow.HandshakeMessage.FeaturesRequest;
import okko.switchd.openflow.Message;
import okko.switchd.openflow.OpenFlowError;
import okko.switchd.openflow.OpenFlowException;
import okko.switchd.openflow.OpenFlowVersion;
import okko.switchd.openflow.PortDescription;
import okko.switchd.openflow.StatisticsReply;
import okko.switchd.openflow.StatisticsRequest;
import okko.switchd.openflow.StatisticsRequest.FlowsForm;
import okko.switchd.packet.DropReason;
import okko.switchd.packet.PacketInReason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of messages, as values. Errors are those that Open vSwitch 3.1 gives. */
@Timeout(60)
class SwitchRequestsTest {

    private static final byte[] FRAME = HexFormat.of().parseHex("ffffffffffff020000000001" + "88b5" + "17".repeat(50));

    private final RecordingController first = new RecordingController(1, OpenFlowVersion.V1_0);
    private final RecordingController later = new RecordingController(2, OpenFlowVersion.V1_5);
    private RequestBench bench;

    @BeforeEach
    void open() throws IOException {
        bench = new RequestBench();
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private void refused(OpenFlowError error, Message message) {
        assertThatExceptionOfType(OpenFlowException.class).isThrownBy(() -> bench.handle(later, message))
                .satisfies(refusal -> assertThat(refusal.error()).isEqualTo(error));
    }

    @Test
    void shouldSayWhoTheSwitchIs() throws Exception {
        bench.handle(first, new FeaturesRequest());
        FeaturesReply old = first.only(FeaturesReply.class);
        assertThat(old.capabilities()).isEqualTo(0xc7);
        assertThat(old.ports()).extracting(PortDescription::name).containsExactly("p1", "p2", "p3");
        bench.handle(later, new FeaturesRequest());
        assertThat(later.only(FeaturesReply.class))
                .isEqualTo(new FeaturesReply(RequestBench.DATAPATH_ID, 0, 255, 0, 0x64f, List.of()));
    }

    @Test
    void shouldAddModifyListAndDeleteFlows() throws Exception {
        bench.handle(later, add("cookie=7,table=1,ip,actions=output:2"));
        bench.handle(later, modify("ip,actions=output:3"));
        bench.handle(later, new StatisticsRequest.Flows(FlowSelection.ALL, FlowsForm.MULTIPART));
        assertThat(later.only(StatisticsReply.Flows.class).flows()).singleElement().satisfies(flow -> {
            assertThat(flow.flow()).isEqualTo(flow("cookie=7,table=1,ip,actions=output:3"));
            assertThat(flow.durationNs()).isZero();
        });
        bench.handle(later, delete("ip"));
        bench.handle(later, new StatisticsRequest.Aggregate(FlowSelection.ALL, FlowsForm.MULTIPART));
        assertThat(later.only(StatisticsReply.Aggregate.class).flows()).isZero();
    }

    @Test
    void shouldAddWhatIsToBeModifiedInTheFirstVersionOnly() throws Exception {
        bench.handle(later, modify("ip,actions=output:2"));
        assertThat(bench.flows()).isEmpty();
        bench.handle(first, modify("cookie=5,ip,actions=output:2"));
        bench.handle(first, modify("cookie=6,ip,actions=output:3"));
        assertThat(bench.flows()).containsExactly("cookie=0x6,ip,actions=output:3");
    }

    @Test
    void shouldRefuseFlowsWithTheErrorsOfOpenVSwitch() {
        refused(OpenFlowError.OFPBAC_BAD_OUT_GROUP, add("actions=group:5"));
        refused(OpenFlowError.OFPMMFC_INVALID_METER, add("actions=meter:5,output:1"));
        refused(OpenFlowError.OFPBRC_BUFFER_UNKNOWN, new ChangeMessage.FlowMod(ChangeMessage.FlowCommand.ADD,
                flow("actions=drop"), FlowSelection.ALL, 5, true));
        assertThat(bench.flows()).isEmpty();
    }

    @Test
    void shouldPublishOnceForManyChanges() throws Exception {
        for (int i = 0; i < 1_000; i++) {
            bench.requests.handle(later, i, add("priority=" + i + ",actions=output:1"), new byte[8]);
        }
        long before = bench.tables.snapshot().generation();
        var settled = bench.requests.settle();
        assertThat(settled.isDone()).isFalse();
        bench.turn();
        assertThat(settled.isDone()).isTrue();
        assertThat(bench.tables.snapshot().generation()).isEqualTo(before + 2);
    }

    @Test
    void shouldChangeAndCountGroupsAndMeters() throws Exception {
        List<Group.Bucket> buckets = List.of(new Group.Bucket(1, -1, -1, List.of(new Action.Output(1))),
                new Group.Bucket(1, -1, -1, List.of(new Action.Output(2))));
        bench.handle(later, new GroupMod(GroupCommand.ADD, 9, new GroupBody(Group.Type.ALL, buckets), -1));
        bench.handle(later, new MeterMod(MeterCommand.ADD, 4, 1,
                List.of(new Meter.Band(Meter.BandType.DROP, 1_000, 0, 0))));
        bench.handle(later, add("actions=meter:4,group:9"));
        bench.handle(later, packetOut(3, new Action.Output(ReservedPort.TABLE)));
        bench.handle(later, new StatisticsRequest.Groups(OptionalInt.empty()));
        assertThat(later.only(StatisticsReply.Groups.class).groups()).singleElement().satisfies(group -> {
            assertThat(group.references()).isEqualTo(1);
            assertThat(group.packets()).isEqualTo(1);
            assertThat(group.buckets()).extracting(StatisticsReply.BucketStatistics::bytes).containsExactly(64L, 64L);
        });
        bench.handle(later, new StatisticsRequest.Meters(OptionalInt.of(4)));
        assertThat(later.only(StatisticsReply.Meters.class).meters()).singleElement().satisfies(meter -> {
            assertThat(meter.flows()).isEqualTo(1);
            assertThat(meter.packets()).isEqualTo(1);
        });
        refused(OpenFlowError.OFPMMFC_UNKNOWN_METER, new StatisticsRequest.Meters(OptionalInt.of(5)));
        bench.handle(later, new GroupMod(GroupCommand.DELETE, 0xfffffffc, new GroupBody(Group.Type.ALL, List.of()), -1));
        assertThat(bench.flows()).isEmpty();
    }

    private static PacketOut packetOut(int inPort, Action... actions) {
        return new PacketOut(ChangeMessage.NO_BUFFER, inPort, Match.ANY, List.of(actions), FRAME);
    }

    @Test
    void shouldSendPacketsOfControllersAndCountThem() throws Exception {
        bench.handle(later, packetOut(ReservedPort.CONTROLLER, new Action.Output(1), new Action.Output(2)));
        bench.handle(later, packetOut(1, new Action.Output(1), new Action.Output(77)));
        bench.handle(later, packetOut(1, new Action.Output(ReservedPort.ALL)));
        assertThat(bench.sent(1)).isEqualTo(1);
        assertThat(bench.sent(2)).isEqualTo(2);
        assertThat(bench.agent.drops().byLabel()).isEqualTo(
                Map.of("output_to_input", 1L, "no_such_port", 1L));
        assertThat(bench.agent.stats().count(Count.INJECTED)).isEqualTo(3);
        assertThat(bench.agent.stats().count(Count.INJECTED) + bench.agent.stats().count(Count.COPIES))
                .isEqualTo(bench.sent(1) + bench.sent(2) + bench.sent(3) + bench.agent.drops().total());
    }

    @Test
    void shouldFindTheRulesThatWereAddedJustBefore() throws Exception {
        bench.requests.handle(later, 1, add("in_port=1,actions=output:2"), new byte[8]);
        bench.handle(later, packetOut(1, new Action.Output(ReservedPort.TABLE), new Action.Output(3)));
        bench.handle(later, packetOut(2, new Action.Output(ReservedPort.TABLE), new Action.Output(3)));
        assertThat(bench.sent(2)).isEqualTo(1);
        assertThat(bench.sent(3)).isEqualTo(2); // also behind a table that knows nothing of it
    }

    @Test
    void shouldRefusePacketsFromNowhereAndFromBuffers() {
        refused(OpenFlowError.OFPBRC_BAD_PORT, packetOut(0xff09));
        refused(OpenFlowError.OFPBRC_BUFFER_UNKNOWN,
                new PacketOut(5, ReservedPort.CONTROLLER, Match.ANY, List.of(), new byte[0]));
    }

    @Test
    void shouldDropARuntUnderItsName() throws Exception {
        bench.handle(later, new PacketOut(ChangeMessage.NO_BUFFER, 1, Match.ANY, List.of(new Action.Output(2)),
                new byte[6]));
        assertThat(bench.agent.drops().packets(DropReason.RUNT)).isEqualTo(1);
    }

    @Test
    void shouldTellWhyAPacketComesToTheControllers() throws Exception {
        bench.handle(later, add("cookie=3,priority=0,actions=controller:20"));
        bench.handle(later, add("cookie=4,in_port=2,actions=load:0x55->NXM_NX_REG1[],write_actions(controller)"));
        bench.handle(later, packetOut(1, new Action.Output(ReservedPort.TABLE)));
        bench.handle(later, packetOut(2, new Action.Resubmit(OptionalInt.empty(), OptionalInt.of(0))));
        bench.handle(later, packetOut(1, new Action.Output(ReservedPort.CONTROLLER)));
        List<PacketInMessage> packets = bench.events.stream().map(PacketInMessage.class::cast).toList();
        assertThat(packets).extracting(PacketInMessage::reason).containsExactly(
                PacketInReason.NO_MATCH, PacketInReason.ACTION_SET, PacketInReason.PACKET_OUT);
        assertThat(packets).extracting(PacketInMessage::cookie).containsExactly(3L, 4L, -1L);
        assertThat(packets.getFirst().frame()).hasSize(20);
        assertThat(packets.getFirst().totalBytes()).isEqualTo(64);
        assertThat(packets.get(1).metadata()).isEqualTo(Match.ANY.with(Field.IN_PORT, 2).with(Field.REG1, 0x55));
    }

    @Test
    void shouldTellOfFlowsThatAreGoneIfThatWasWished() throws Exception {
        bench.handle(later, add("cookie=1,send_flow_rem,hard_timeout=5,tcp,actions=output:1"));
        bench.handle(later, add("cookie=2,send_flow_rem,udp,actions=output:1"));
        bench.handle(later, add("cookie=3,arp,actions=output:1"));
        bench.handle(later, delete("udp"));
        bench.handle(later, delete("arp"));
        bench.wait(5);
        bench.tables.expire();
        assertThat(bench.events).map(FlowRemoved.class::cast)
                .extracting(event -> event.flow().cookie(), FlowRemoved::reason, FlowRemoved::durationNs)
                .containsExactly(tuple(2L, FlowRemovedReason.DELETE, 0L),
                        tuple(
                                1L, FlowRemovedReason.HARD_TIMEOUT, 5 * RequestBench.SECOND_NS));
    }

    @Test
    void shouldTellWhatBecomesOfPorts() throws Exception {
        bench.addPort("p4", 4);
        bench.turn();
        long address = 0x02_0000_ab_0002L;
        bench.handle(later, new PortMod(2, address, PortDescription.CONFIG_DOWN | PortDescription.CONFIG_NO_FLOOD,
                PortDescription.CONFIG_DOWN | PortDescription.CONFIG_NO_FLOOD, 0));
        bench.handle(later, new PortMod(2, address, 0, PortDescription.CONFIG_DOWN, 0));
        bench.ports.remove(bench.ports.find("p4").orElseThrow());
        bench.turn();
        assertThat(bench.events).map(PortStatusMessage.class::cast)
                .extracting(PortStatusMessage::reason, event -> event.port().number(), event -> event.port().config(),
                        event -> event.port().state())
                .contains(tuple(PortReason.ADD, 4, 0, 0),
                        tuple(PortReason.MODIFY, 2, 0x11, 1),
                        tuple(PortReason.MODIFY, 2, 0x10, 0),
                        tuple(PortReason.DELETE, 4, 0, 0));
    }

    @Test
    void shouldRefuseChangesOfWrongPortsAndQuestionsAboutQueues() throws Exception {
        refused(OpenFlowError.OFPPMFC_BAD_PORT, new PortMod(9, 0, 0, 0, 0));
        refused(OpenFlowError.OFPPMFC_BAD_HW_ADDR, new PortMod(1, 1, 0, 0, 0));
        refused(OpenFlowError.OFPQOFC_BAD_PORT,
                new StatisticsRequest.Queues(OptionalInt.of(9), OptionalInt.empty()));
        refused(OpenFlowError.OFPQOFC_BAD_QUEUE,
                new StatisticsRequest.Queues(OptionalInt.of(1), OptionalInt.of(0)));
        bench.handle(later, new StatisticsRequest.Queues(OptionalInt.empty(), OptionalInt.empty()));
        assertThat(later.only(StatisticsReply.Queues.class).queues()).isEmpty();
        bench.handle(later, new StatisticsRequest.Ports(OptionalInt.of(9)));
        assertThat(later.only(StatisticsReply.Ports.class).ports()).isEmpty();
    }
}
