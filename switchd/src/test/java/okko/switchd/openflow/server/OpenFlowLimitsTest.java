package okko.switchd.openflow.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import okko.switchd.openflow.server.AgentWorld.Peer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Peers that flood, stall or talk nonsense cost the others nothing. */
@Timeout(20)
class OpenFlowLimitsTest {

    private static final String ECHO = "0402000800000001";
    private static final String ECHOED = "0403000800000001";

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

    private static byte[] echoes(int count, int length) {
        ByteBuffer bytes = ByteBuffer.allocate(count * length);
        for (int i = 0; i < count; i++) {
            bytes.position(i * length);
            bytes.put((byte) 4).put((byte) 2).putShort((short) length).putInt(i);
        }
        return bytes.array();
    }

    @Test
    void shouldServeOthersBetweenTheMessagesOfAFlood() throws IOException {
        int port = world.listen();
        Peer flood = world.connect(port).greet(4);
        Peer other = world.tool(4);
        byte[] all = echoes(2_000, 8);
        int pushed = flood.push(all);
        assertThat(pushed / 8).isGreaterThan(4 * AgentWorld.LIMITS.messagesPerTurn());
        other.send(ECHO);

        other.expect(ECHOED);

        long carriedOut = world.agent.statuses().get(1).received() - 1;
        assertThat(carriedOut).isLessThanOrEqualTo(4L * AgentWorld.LIMITS.messagesPerTurn());
        assertThat(flood.receive(pushed)).hasSize(pushed);
    }

    @Test
    void shouldReadNoMoreFromAPeerThatDoesNotTakeItsAnswers() throws IOException {
        int port = world.listen();
        Peer stalled = world.connect(port).greet(4);
        Peer other = world.tool(4);
        byte[] large = echoes(16, 60_000);
        int sent = 0;
        long before;
        do { // until neither the socket nor the switch takes any more
            before = sent;
            int part = sent % large.length;
            sent += stalled.push(Arrays.copyOfRange(large, part, large.length));
            for (int i = 0; i < 100; i++) {
                world.work();
            }
        } while (sent > before);

        long waiting = world.agent.statuses().get(1).waitingBytes();
        assertThat(waiting).isBetween(
                AgentWorld.LIMITS.readingBytes(), AgentWorld.LIMITS.readingBytes() + 60_000);
        other.send(ECHO).expect(ECHOED);
        int whole = sent / 60_000 * 60_000;
        for (int got = 0; got < whole; ) {
            got += stalled.receive(Math.min(600_000, whole - got)).length;
        }
        assertThat(world.agent.statuses().get(1).state()).isEqualTo("active");
    }

    @Test
    void shouldGiveUpThePeerForWhichMostWaitsWhenAllTogetherIsTooMuch() throws IOException {
        world.close();
        Limits limits = new Limits(10, 4 << 20, 64 << 10, 2 << 20, 64, 256 << 10, TimeUnit.SECONDS.toNanos(10));
        world = new AgentWorld(directory, limits);
        int port = world.listen();
        Peer other = world.tool(4);
        Peer stalled = world.connect(port).greet(4);
        byte[] large = echoes(100, 60_000);

        while (world.agent.statuses().size() == 2) {
            try {
                stalled.push(large);
            } catch (IOException _) {
                break; // given up
            }
            world.work();
        }

        world.until(() -> world.agent.statuses().size() == 1);
        other.send(ECHO).expect(ECHOED);
    }

    @Test
    void shouldCountAndLeaveOutEventsForAPeerThatDoesNotTakeThem() throws IOException {
        int port = world.listen();
        Peer stalled = world.connect(port).greet(4);
        Peer reading = world.connect(port).greet(4);

        int told = 0;
        while (world.agent.statuses().get(1).dropped() == 0) {
            for (int i = 0; i < 500; i++) {
                world.agent.tell(ControllersTest.portAdded());
                told++;
            }
            world.work();
            while (reading.hasInput()) {
                reading.forget();
                world.work();
            }
        }

        assertThat(world.agent.statuses().get(1).waitingBytes())
                .isBetween(AgentWorld.LIMITS.readingBytes(), AgentWorld.LIMITS.readingBytes() + 80);
        assertThat(world.agent.statuses().get(2).dropped()).isZero();
        assertThat(world.agent.statuses().get(2).sent()).isEqualTo(told + 1L);
        assertThat(stalled.receive(80)).hasSize(80);
    }

    @Test
    void shouldServeAThousandConnections() throws IOException {
        List<Peer> peers = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            Peer peer = world.connect(world.management);
            peers.add(peer);
            peer.send("0400000800000001" + ECHO);
            world.work();
        }
        for (Peer peer : peers) {
            peer.expect(AgentWorld.HELLO + ECHOED);
        }
    }

    @Test
    void shouldAcceptNoMoreConnectionsThanAreAllowedAndThenAgain() throws IOException {
        world.close();
        Limits limits = new Limits(3, 1 << 20, 64 << 10, 2 << 20, 64, 256 << 10, TimeUnit.SECONDS.toNanos(10));
        world = new AgentWorld(directory, limits);
        int port = world.listen();
        List<Peer> peers = List.of(world.connect(port).greet(4), world.connect(port).greet(4),
                world.connect(port).greet(4));

        world.connect(port).expectEnd();
        world.tool(4).send(ECHO).expect(ECHOED); // by the bridge's own socket there is still room
        peers.getFirst().channel.close();
        world.until(() -> world.agent.statuses().size() == 3);

        world.connect(port).greet(4).send(ECHO).expect(ECHOED);
        assertThat(world.agent.statuses().getFirst().lastError()).isEqualTo("3 connections; no more are accepted");
    }

    @Test
    void shouldStandAnyBytes() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Peer other = world.tool(4);
        for (int round = 0; round < 300; round++) {
            Peer peer = world.connect(world.management);
            if (random.nextInt(10) > 0) {
                peer.greet(new int[] {1, 4, 6}[random.nextInt(3)]);
            }
            for (int i = random.nextInt(40); i > 0; i--) {
                peer.push(nonsense(random));
            }
            for (int i = 0; i < 5; i++) {
                world.work();
            }
            peer.channel.close();
        }

        other.send(ECHO).expect(ECHOED);
        assertThat(world.faults).as("seed %d", seed).isEmpty();
    }

    private static byte[] nonsense(Random random) {
        byte[] bytes = new byte[8 + random.nextInt(80)];
        random.nextBytes(bytes);
        if (random.nextInt(4) > 0) {
            ByteBuffer.wrap(bytes).put((byte) 4).put((byte) random.nextInt(40)).putShort((short) bytes.length);
        }
        return bytes;
    }

    @Test
    void shouldKeepOnlyABufferForAMessageThatNeverEnds() throws IOException {
        Peer slow = world.tool(4).send("0402ffff00000001" + "00".repeat(1_000));
        Peer other = world.tool(4);

        other.send(ECHO).expect(ECHOED);
        slow.send(HexFormat.of().parseHex("00".repeat(65_527 - 1_000)));

        assertThat(slow.receive(65_535)).hasSize(65_535).startsWith(4, 3, 0xff, 0xff);
    }
}
