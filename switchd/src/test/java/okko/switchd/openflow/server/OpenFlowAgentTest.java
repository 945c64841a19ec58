package okko.switchd.openflow.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import okko.switchd.openflow.HandshakeMessage.FeaturesReply;
import okko.switchd.openflow.HandshakeMessage.FeaturesRequest;
import okko.switchd.openflow.OpenFlowError;
import okko.switchd.openflow.OpenFlowException;
import okko.switchd.openflow.server.AgentWorld.Peer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What one connection does; the bytes of the other side are those of Open vSwitch's tools. */
@Timeout(20)
class OpenFlowAgentTest {

    private AgentWorld world;

    @TempDir
    private Path directory;

    @BeforeEach
    void begin() throws IOException {
        world = new AgentWorld(directory);
    }

    @AfterEach
    void end() throws IOException {
        world.close();
        assertThat(world.faults).isEmpty();
    }

    @Test
    void shouldLetOnlyItsOwnerConnectAndLeaveNothingBehind() throws IOException {
        for (Path socket : new Path[] {world.management, world.snoop}) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket))).isEqualTo("rw-------");
        }

        world.close();

        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void shouldTakeOnlyThePlaceOfASocketThatNobodyListensAt() throws IOException {
        assertThatThrownBy(() -> new AgentWorld(directory)).isInstanceOf(IOException.class)
                .hasMessageContaining("br0.mgmt").hasMessageContaining("in use");

        Path left = Files.createDirectory(directory.resolve("left"));
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(left.resolve("br0.mgmt")));
        }
        new AgentWorld(left).close();
        Files.writeString(left.resolve("br0.mgmt"), "mine");

        assertThatThrownBy(() -> new AgentWorld(left)).isInstanceOf(IOException.class)
                .hasMessageEndingWith("br0.mgmt: there is a file of that name that is no socket");
        assertThat(left.resolve("br0.mgmt")).hasContent("mine");
    }

    @Test
    void shouldEchoWhatItIsSent() throws IOException {
        for (int version : new int[] {1, 4, 6}) {
            String header = "%02x%02x%04x%08x";
            world.tool(version)
                    .send(header.formatted(version, 2, 12, 9) + "41424344")
                    .expect(header.formatted(version, 3, 12, 9) + "41424344");
        }
    }

    @Test
    void shouldEchoTheLongestMessage() throws IOException {
        String data = "ab".repeat(65_527);

        world.tool(4).send("0402ffff00000007" + data).expect("0403ffff00000007" + data);
    }

    @Test
    void shouldReadMessagesThatComeByteByByte() throws IOException {
        Peer peer = world.connect(world.management);
        for (byte each : HexFormat.of().parseHex("0400000800000001" + "0402000800000005")) {
            peer.send(new byte[] {each});
            world.work();
        }
        peer.expect(AgentWorld.HELLO + "0403000800000005");
    }

    @Test
    void shouldSayThatThereIsNoVersionInCommonAndEnd() throws IOException {
        String text = "We support version 0x01, 0x04, 0x06, you support version 0x07, no common versions.";
        String hex = HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII));

        world.connect(world.management)
                .send("07000010000000010001000800000080")
                .expect(AgentWorld.HELLO + "0101%04x00000000".formatted(12 + text.length()) + "00000000" + hex)
                .expectEnd();
    }

    @Test
    void shouldEndWhenTheFirstMessageIsNoGreeting() throws IOException {
        world.connect(world.management).send("0402000800000001").expect(AgentWorld.HELLO).expectEnd();
    }

    @Test
    void shouldEndWhenALengthIsLessThanAHeaders() throws IOException {
        world.tool(4).send("0405000700000001").expectEnd();
    }

    @Test
    void shouldEndWhenNoGreetingComes() throws IOException {
        Peer silent = world.connect(world.management).expect(AgentWorld.HELLO);
        Peer half = world.connect(world.management).send("040000").expect(AgentWorld.HELLO);
        Peer tool = world.tool(4);

        world.advance(10_001, TimeUnit.MILLISECONDS);

        silent.expectEnd();
        half.expectEnd();
        tool.send("0402000800000001").expect("0403000800000001");
    }

    @Test
    void shouldIgnoreASecondGreetingAndErrors() throws IOException {
        world.tool(4)
                .send("0400000800000077" + "040100140000000100010001" + "0405000800000007")
                .send("0402000800000001")
                .expect("0403000800000001");
    }

    @Test
    void shouldAnswerEchoesOfOtherVersionsButRefuseTheRest() throws IOException {
        world.tool(4)
                .send("0102000c0000000941414141")
                .expect("0403000c0000000941414141")
                .send("0105000800000009")
                .expect("0401001400000009" + "00010000" + "0105000800000009");
    }

    @Test
    void shouldRefuseWhatItDoesNotKnowWithItsFirst64Bytes() throws IOException {
        String beginning = "04ff006400000008" + "00".repeat(56);

        world.tool(4)
                .send("04ff000800000008").expect("0401001400000008" + "00010001" + "04ff000800000008")
                .send(beginning + "00".repeat(36)).expect("0401004c00000008" + "00010001" + beginning)
                .send("0415000800000009").expect("0401001400000009" + "00010001" + "0415000800000009");
    }

    @Test
    void shouldTellTheConfigurationAndChangeIt() throws IOException {
        world.tool(4)
                .send("0407000800000009").expect("0408000c00000009" + "00000000")
                .send("0409000c0000000b00ff0080").expect("040100180000000b" + "000a0000" + "0409000c0000000b00ff0080")
                .send("0409000c0000000b00020080" + "0407000800000009").expect("0408000c00000009" + "00000080");
    }

    @Test
    void shouldCarryOutMessagesOneAfterTheOther() throws IOException {
        CompletableFuture<Void> first = new CompletableFuture<>();
        world.script.answering = (_, xid, _) -> xid == 5 ? first : CompletableFuture.completedFuture(null);
        Peer peer = world.tool(4).send("0405000800000005" + "0402000800000006" + "0405000800000007");
        Peer other = world.tool(4);

        other.send("0402000800000001").expect("0403000800000001");
        assertThat(world.script.handled).containsExactly(new FeaturesRequest());
        assertThat(peer.hasInput()).isFalse();
        first.complete(null);

        peer.expect("0403000800000006");
        world.until(() -> world.script.handled.size() == 2);
    }

    @Test
    void shouldAnswerABarrierWhenAllBeforeItIsInForce() throws IOException {
        CompletableFuture<Void> settled = new CompletableFuture<>();
        world.script.settled = settled;
        Peer peer = world.tool(1).send("0112000800000005" + "0102000800000006");
        world.tool(1).send("0102000800000001").expect("0103000800000001");
        assertThat(peer.hasInput()).isFalse();

        settled.complete(null);

        peer.expect("0113000800000005" + "0103000800000006");
    }

    @Test
    void shouldTellARefusalAtOnceOrLater() throws IOException {
        OpenFlowException refusal = new OpenFlowException(OpenFlowError.OFPFMFC_TABLE_FULL, "no room");
        world.script.answering = (_, xid, _) -> {
            if (xid == 1) {
                throw refusal;
            }
            return CompletableFuture.failedFuture(refusal);
        };
        world.tool(4)
                .send("0405000800000001").expect("0401001400000001" + "00050001" + "0405000800000001")
                .send("0405000800000002").expect("0401001400000002" + "00050001" + "0405000800000002");
    }

    @Test
    void shouldSendAnswersWithTheNumberOfTheirQuestion() throws IOException {
        world.script.answering = (controller, xid, _) -> {
            controller.send(xid, new FeaturesReply(7, 0, 254, 0, 0x4f, List.of()));
            return CompletableFuture.completedFuture(null);
        };
        world.tool(4).send("04050008000000ff")
                .expect("04060020000000ff" + "0000000000000007" + "00000000fe000000" + "0000004f00000000");
    }

    @Test
    void shouldGiveUpOnlyTheConnectionInWhoseMessageTheSwitchIsAtFault() throws IOException {
        world.script.answering = (_, _, _) -> {
            throw new IllegalStateException("broken");
        };
        Peer other = world.tool(4);

        world.tool(4).send("0405000800000001").expectEnd();

        other.send("0402000800000001").expect("0403000800000001");
        assertThat(world.faults).singleElement().asString().contains("broken");
        world.faults.clear();
    }

    @Test
    void shouldSayWhichConnectionsAreGone() throws IOException {
        Peer peer = world.tool(4);
        peer.channel.close();

        world.until(() -> world.script.gone.size() == 1);
    }
}
