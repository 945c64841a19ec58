package okko.switchd.openflow.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okko.switchd.openflow.EventMessage;
import okko.switchd.openflow.EventMessage.PortReason;
import okko.switchd.openflow.EventMessage.PortStatusMessage;
import okko.switchd.openflow.PortDescription;
import okko.switchd.openflow.server.AgentWorld.Peer;
import okko.switchd.openflow.transport.Target;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Controllers: how they are found, probed, elected and told. */
@Timeout(20)
class ControllersTest {

    private static final String NO_GENERATION = "ffffffffffffffff";

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

    static EventMessage portAdded() {
        return new PortStatusMessage(PortReason.ADD,
                new PortDescription(3, 0x020000000001L, "p3", 0, 0, 0, 0, 0, 0, 0, 0));
    }

    private static String role(int type, int role, String generation) {
        return "04%02x001800000009%08x00000000%s".formatted(type, role, generation);
    }

    private static String generation(int id) {
        return "%016x".formatted(id);
    }

    @Test
    void shouldProbeASilentControllerAndThenGiveItUp() throws IOException {
        int port = world.listen();
        Peer answering = world.connect(port).greet(4);
        Peer silent = world.connect(port).greet(4);
        Peer tool = world.tool(4);

        world.advance(5_001, TimeUnit.MILLISECONDS);
        answering.expect("0402000800000000").send("0403000800000000");
        silent.expect("0402000800000000");
        world.until(() -> world.agent.statuses().get(1).received() == 2);
        world.advance(5_001, TimeUnit.MILLISECONDS);

        silent.expectEnd();
        answering.expect("0402000800000000");
        assertThat(tool.hasInput()).isFalse();
    }

    @Test
    void shouldTellControllersOfEventsAndToolsOnlyWhenTheyAsked() throws IOException {
        Peer controller = world.connect(world.listen()).greet(4);
        Peer tool = world.tool(4);

        world.agent.tell(portAdded());
        byte[] event = controller.receive(80);
        assertThat(HexFormat.of().formatHex(event)).startsWith("040c005000000000" + "0000000000000000" + "00000003");
        tool.send("0409000c0000000b0000ffff" + "0402000800000001").expect("0403000800000001");
        world.agent.tell(portAdded());

        assertThat(tool.receive(80)).isEqualTo(event);
    }

    @Test
    void shouldMakeTheMasterASlaveWhenAnotherBecomesMaster() throws IOException {
        int port = world.listen();
        Peer one = world.connect(port).greet(4);
        Peer other = world.connect(port).greet(4);
        Peer newer = world.connect(port).greet(6);

        one.send(role(24, 0, generation(0))).expect(role(25, 1, NO_GENERATION));
        one.send(role(24, 2, generation(5))).expect(role(25, 2, generation(5)));
        other.send(role(24, 2, generation(6))).expect(role(25, 2, generation(6)));
        one.send(role(24, 0, generation(0))).expect(role(25, 3, generation(6)));
        one.send(role(24, 2, generation(4)))
                .expect("0401002400000009" + "000b0000" + role(24, 2, generation(4)));
        newer.send("0618001800000009" + "00000002" + "00000000" + generation(7))
                .expect("0619001800000009" + "00000002" + "00000000" + generation(7));
        one.send(role(24, 2, generation(8))).expect(role(25, 2, generation(8)));

        // 1.4 and later are told: they are slaves now since there is another master
        newer.expect("061e001800000000" + "00000003" + "00000000" + generation(8));
    }

    @Test
    void shouldNotLetASlaveChangeAnything() throws IOException {
        Peer slave = world.connect(world.listen()).greet(4);
        slave.send(role(24, 3, generation(1))).expect(role(25, 3, generation(1)));
        String portMod = "0410002800000009" + "00000001" + "00000000" + "020000000001" + "0000"
                + "00000001" + "00000001" + "00000000" + "00000000";

        slave.send(portMod).expect("0401003400000009" + "0001000a" + portMod);

        assertThat(world.script.handled).isEmpty();
    }

    @Test
    void shouldShowWatchersWhatControllersAndTheSwitchSay() throws IOException {
        Peer watcher = world.connect(world.snoop).greet(1);
        Peer controller = world.connect(world.listen()).greet(4);

        controller.send("0402000c0000000541424344").expect("0403000c0000000541424344");

        watcher.expect(AgentWorld.HELLO + "04000010000000010001000800000010"
                + "0402000c0000000541424344" + "0403000c0000000541424344");
        watcher.send("0105000800000001");
        world.tool(4).send("0402000800000001").expect("0403000800000001");
        assertThat(watcher.hasInput()).isFalse();
        assertThat(world.script.handled).isEmpty();
    }

    @Test
    void shouldConnectToAControllerAgainAndAgain() throws IOException {
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            int port = ((InetSocketAddress) server.getLocalAddress()).getPort();
            String target = "tcp:127.0.0.1:" + port;
            world.agent.changeControllers(List.of(ControllerTarget.of(Target.parse(target))));
            shouldMeet(server);
            ControllerStatus active = world.agent.statuses().getFirst();
            assertThat(active.target()).isEqualTo(target);
            assertThat(active.state()).isEqualTo("active");
            assertThat(active.version()).isEqualTo("1.3");
            assertThat(active.role()).isEqualTo("equal");
        }
    }

    private void shouldMeet(ServerSocketChannel server) throws IOException {
        server.configureBlocking(false);
        for (int attempt = 1; attempt <= 3; attempt++) {
            SocketChannel channel = server.accept();
            while (channel == null) {
                world.advance(100, TimeUnit.MILLISECONDS);
                channel = server.accept();
            }
            Peer controller = world.peer(channel).greet(4);
            controller.send("0402000800000001").expect("0403000800000001");
            if (attempt < 3) {
                channel.close();
                world.until(() -> world.agent.statuses().getFirst().state().equals("backoff") || tick());
                assertThat(world.agent.statuses().getFirst().lastError()).isEqualTo("closed by the other side");
                assertThat(world.agent.statuses().getFirst().attempts()).isEqualTo(attempt);
            }
        }
    }

    private boolean tick() {
        try {
            world.advance(50, TimeUnit.MILLISECONDS);
            return false;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void shouldWaitLongerAndLongerForAControllerThatIsNotThere() throws IOException {
        Path nobody = directory.resolve("nobody.sock");
        world.agent.changeControllers(List.of(ControllerTarget.of(Target.parse("unix:" + nobody))));
        world.advance(0, TimeUnit.SECONDS);
        assertThat(world.agent.statuses().getFirst().attempts()).isEqualTo(1);
        for (long seconds : new long[] {1, 2, 4, 8, 8, 8}) { // shortened by up to a quarter
            long before = world.agent.statuses().getFirst().attempts();
            world.advance(seconds * 750 - 1, TimeUnit.MILLISECONDS);
            assertThat(world.agent.statuses().getFirst().attempts()).isEqualTo(before);
            world.advance(seconds * 250 + 51, TimeUnit.MILLISECONDS);
            assertThat(world.agent.statuses().getFirst().attempts()).isEqualTo(before + 1);
        }
        assertThat(world.agent.statuses().getFirst().lastError()).isNotEmpty();
    }

    @Test
    void shouldKeepControllersThatStayAndChangeNothingWhenOneCannotBeHad() throws IOException {
        int port = world.listen();
        Peer controller = world.connect(port).greet(4);
        ControllerTarget same = ControllerTarget.of(Target.parse("ptcp:0:127.0.0.1"));
        Path taken = directory.resolve("taken.sock");
        try (ServerSocketChannel other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            other.bind(UnixDomainSocketAddress.of(taken));

            assertThatThrownBy(() -> world.agent.changeControllers(
                    List.of(ControllerTarget.of(Target.parse("punix:" + directory.resolve("new.sock"))),
                            ControllerTarget.of(Target.parse("punix:" + taken)))))
                    .isInstanceOf(IOException.class).hasMessageContaining("taken.sock");
        }
        assertThat(directory.resolve("new.sock")).doesNotExist();
        assertThatThrownBy(() -> world.agent.changeControllers(
                List.of(ControllerTarget.of(Target.parse("ssl:127.0.0.1")))))
                .isInstanceOf(IOException.class)
                .hasMessage("ssl:127.0.0.1: the switch has no certificate; openflow.tls in its configuration names one");

        world.agent.changeControllers(List.of(
                ControllerTarget.of(Target.parse("punix:" + directory.resolve("new.sock"))), same));
        controller.send("0402000800000001").expect("0403000800000001");
        world.agent.changeControllers(List.of());
        controller.expectEnd();
        assertThat(directory.resolve("new.sock")).doesNotExist();
    }
}
