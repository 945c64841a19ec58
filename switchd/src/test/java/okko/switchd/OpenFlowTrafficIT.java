package okko.switchd;

import static okko.switchd.openflow.ChangeMessage.NO_BUFFER;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import okko.ringshm.attach.RunDirectory;
import okko.switchd.flow.Action;
import okko.switchd.flow.Field;
import okko.switchd.flow.FieldValue;
import okko.switchd.flow.Flow;
import okko.switchd.flow.FlowSelection;
import okko.switchd.flow.FlowText;
import okko.switchd.flow.Match;
import okko.switchd.flow.PortNames;
import okko.switchd.flow.ReservedPort;
import okko.switchd.openflow.ChangeMessage.FlowCommand;
import okko.switchd.openflow.ChangeMessage.FlowMod;
import okko.switchd.openflow.ChangeMessage.PacketOut;
import okko.switchd.openflow.ChangeMessage.PortMod;
import okko.switchd.openflow.Dialect;
import okko.switchd.openflow.EventMessage.FlowRemoved;
import okko.switchd.openflow.EventMessage.FlowRemovedReason;
import okko.switchd.openflow.EventMessage.PacketInMessage;
import okko.switchd.openflow.HandshakeMessage.SetConfig;
import okko.switchd.openflow.Message;
import okko.switchd.openflow.OpenFlowVersion;
import okko.switchd.openflow.PortDescription;
import okko.switchd.openflow.StatisticsReply;
import okko.switchd.openflow.StatisticsReply.PortStatistics;
import okko.switchd.openflow.StatisticsRequest;
import okko.switchd.openflow.client.OpenFlowClient;
import okko.switchd.openflow.client.SwitchAddress;
import okko.switchd.openflow.client.Terms;
import okko.switchd.openflow.client.Wire;
import okko.switchd.packet.PacketInReason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Packets between a controller and a running switch: what is sent by one of two patch ports comes in by the other. */
@Timeout(60)
class OpenFlowTrafficIT {

    private static final byte[] FRAME = HexFormat.of().parseHex("ffffffffffff020000000001" + "88b5" + "17".repeat(50));
    private static final int WHOLE_PACKET = 0xffff;

    @TempDir
    Path directory;

    private Switch okko;
    private OpenFlowClient client;

    /** Another connection, which is told what happens. */
    private OpenFlowClient listener;

    @BeforeEach
    void start() throws IOException, StartException {
        okko = Switch.create(ConfigFile.read(Files.writeString(directory.resolve("okko.yaml"), """
                pool: {buffers: 256, dataBytes: 256}
                ports:
                  p1: {number: 1, type: patch, peer: p2}
                  p2: {number: 2, type: patch, peer: p1}
                """)), new RunDirectory(directory.resolve("run")));
        okko.start();
        client = connect();
        listener = connect();
    }

    private OpenFlowClient connect() throws IOException {
        return OpenFlowClient.connect(
                Wire.connect(new SwitchAddress.Unix(directory.resolve("run").resolve("br0.mgmt")), Optional.empty()),
                new Terms(Set.of(OpenFlowVersion.V1_5), Dialect.OKKO));
    }

    @AfterEach
    void stop() throws IOException {
        listener.close();
        client.close();
        okko.close();
    }

    private void add(String text) throws Exception {
        Flow flow = FlowText.parse(text, new PortNames(Map.of("p1", 1, "p2", 2)));
        client.change(List.of(new FlowMod(FlowCommand.ADD, flow, FlowSelection.exactly(flow), NO_BUFFER, true)));
    }

    private void send(int inPort, Action... actions) throws Exception {
        Match match = Match.ANY.with(Field.IN_PORT, inPort);
        client.change(List.of(new PacketOut(NO_BUFFER, inPort, match, List.of(actions), FRAME)));
    }

    private <T extends Message> T await(Class<T> type) throws IOException {
        Message message = listener.receive().message();
        while (!type.isInstance(message)) {
            message = listener.receive().message();
        }
        return type.cast(message);
    }

    private PortStatistics port(int number) throws Exception {
        return client.ask(new StatisticsRequest.Ports(OptionalInt.of(number)), StatisticsReply.Ports.class)
                .ports().getFirst();
    }

    @Test
    void shouldBringAPacketOutAndInAgainAndTellWhenItsFlowIsGone() throws Exception {
        listener.change(List.of(new SetConfig(0, WHOLE_PACKET)));
        add("cookie=9,send_flow_rem,in_port=2,actions=load:0x7->NXM_NX_REG3[],controller:30");
        send(ReservedPort.CONTROLLER, new Action.Output(1));
        PacketInMessage packet = await(PacketInMessage.class);
        assertThat(packet.frame()).startsWith(HexFormat.of().parseHex("ffffffffffff020000000001"));
        assertThat(packet.totalBytes()).isEqualTo(64);
        assertThat(packet.reason()).isEqualTo(PacketInReason.ACTION);
        assertThat(packet.cookie()).isEqualTo(9);
        assertThat(packet.metadata().value(Field.IN_PORT)).isEqualTo(FieldValue.of(2));
        client.change(List.of(new FlowMod(FlowCommand.DELETE, FlowText.parse("actions=drop", new PortNames(Map.of())),
                FlowSelection.ALL, NO_BUFFER, true)));
        FlowRemoved removed = await(FlowRemoved.class);
        assertThat(removed.reason()).isEqualTo(FlowRemovedReason.DELETE);
        assertThat(removed.packets()).isEqualTo(1);
        assertThat(port(1).txPackets()).isEqualTo(1);
        assertThat(port(2).rxPackets()).isEqualTo(1);
    }

    @Test
    void shouldNeitherReceiveNorSendByPortsThatAreNotTo() throws Exception {
        StatisticsReply.PortDescriptions ports = client.ask(
                new StatisticsRequest.PortDescriptions(OptionalInt.empty()), StatisticsReply.PortDescriptions.class);
        long address = ports.ports().getFirst().ethernetAddress();
        int noForward = PortDescription.CONFIG_NO_FORWARD;
        client.change(List.of(new PortMod(1, address, noForward, noForward, 0)));
        send(ReservedPort.CONTROLLER, new Action.Output(1));
        assertThat(port(1).txPackets()).isZero();
        assertThat(port(1).txDropped()).isEqualTo(1);
        int noReceive = PortDescription.CONFIG_NO_RECEIVE;
        client.change(List.of(new PortMod(1, address, noReceive, noForward | noReceive, 0)));
        add("actions=drop");
        send(ReservedPort.CONTROLLER, new Action.Output(2));
        while (port(1).rxDropped() == 0) {
            Thread.onSpinWait();
        }
        assertThat(port(1).rxPackets()).isEqualTo(1);
    }
}
