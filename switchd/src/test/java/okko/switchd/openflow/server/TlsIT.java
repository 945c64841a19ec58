package okko.switchd.openflow.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import okko.switchd.openflow.HandshakeMessage.FeaturesReply;
import okko.switchd.openflow.HandshakeMessage.FeaturesRequest;
import okko.switchd.openflow.transport.Target;
import okko.switchd.openflow.transport.TlsFiles;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Open vSwitch's own tool connects by TLS, with certificates as {@code ovs-pki} would make them. */
@Timeout(60)
class TlsIT {

    @TempDir
    private static Path directory;

    private OpenFlowAgent agent;

    @BeforeAll
    static void makeCertificates() throws Exception {
        assumeTrue(isThere("openssl", "version"), "openssl is not installed");
        assumeTrue(isThere("ovs-ofctl", "--version"), "ovs-ofctl is not installed (openvswitch-common)");
        authority("ca");
        authority("other");
        certificate("switch", "ca");
        certificate("tool", "ca");
        certificate("stranger", "other");
        run("openssl", "rsa", "-traditional", "-in", "tool-key.pem", "-out", "tool-rsa.pem");
    }

    private static boolean isThere(String... command) {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
        } catch (IOException _) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void authority(String name) throws Exception {
        run("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=" + name,
                "-keyout", name + "-key.pem", "-out", name + "-cert.pem");
    }

    private static void certificate(String name, String authority) throws Exception {
        run("openssl", "req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=" + name,
                "-keyout", name + "-key.pem", "-out", name + "-request.pem");
        run("openssl", "x509", "-req", "-days", "2", "-in", name + "-request.pem", "-CA", authority + "-cert.pem",
                "-CAkey", authority + "-key.pem", "-CAcreateserial", "-out", name + "-cert.pem");
    }

    private static void run(String... command) throws Exception {
        Path log = directory.resolve("log");
        Process process = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true)
                .redirectOutput(log.toFile()).start();
        assertThat(process.waitFor()).as(() -> String.join(" ", command)).isZero();
    }

    private static TlsFiles files(String key, String certificate, String authority) {
        return new TlsFiles(directory.resolve(key), directory.resolve(certificate), directory.resolve(authority));
    }

    private int listen() throws IOException {
        AgentWorld.Script script = new AgentWorld.Script();
        script.answering = (controller, xid, message) -> {
            if (message instanceof FeaturesRequest) {
                controller.send(xid, new FeaturesReply(0xfe, 0, 7, 0, 0, List.of()));
            }
            return CompletableFuture.completedFuture(null);
        };
        OpenFlowConfig config = new OpenFlowConfig(
                List.of(ControllerTarget.of(Target.parse("pssl:0:127.0.0.1"))), Terms.DEFAULT,
                Optional.of(files("switch-key.pem", "switch-cert.pem", "ca-cert.pem")), OptionalLong.empty());
        agent = OpenFlowAgent.open(
                new OpenFlowAgent.OwnSockets(directory.resolve("br0.mgmt"), directory.resolve("br0.snoop")), config,
                new OpenFlowAgent.Surroundings(script, System::nanoTime, line -> { }));
        return Integer.parseInt(agent.statuses().getFirst().target().split(":")[1]);
    }

    @AfterEach
    void end() throws IOException {
        if (agent != null) {
            agent.close();
        }
    }

    /** Runs the tool while the agent works. {@return what it printed} */
    private String ask(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of("ovs-ofctl", "-t", "10", "-O", "OpenFlow13"));
        command.addAll(List.of(words));
        Path output = directory.resolve("output");
        Process process = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true)
                .redirectOutput(output.toFile()).start();
        while (process.isAlive()) {
            agent.doWork();
        }
        return Files.readString(output, StandardCharsets.UTF_8);
    }

    @Test
    void shouldTalkWithAToolWhoseCertificateIsSigned() throws IOException {
        int port = listen();

        assertThat(ask("--private-key=tool-key.pem", "--certificate=tool-cert.pem", "--ca-cert=ca-cert.pem",
                "ping", "ssl:127.0.0.1:" + port, "65000")).contains("65000 bytes from ssl:127.0.0.1:" + port);
    }

    @Test
    void shouldTakeNobodyWithoutOrWithAForeignCertificate() throws IOException {
        int port = listen();

        String foreign = ask("--private-key=stranger-key.pem", "--certificate=stranger-cert.pem",
                "--ca-cert=ca-cert.pem", "ping", "ssl:127.0.0.1:" + port);
        String absent = ask("--ca-cert=ca-cert.pem", "-vPATTERN:console:%m", "--private-key=other-key.pem",
                "--certificate=other-cert.pem", "ping", "ssl:127.0.0.1:" + port);
        String plain = ask("ping", "tcp:127.0.0.1:" + port);

        assertThat(List.of(foreign, absent, plain)).noneMatch(each -> each.contains("bytes from"));
        assertThat(agent.statuses()).hasSize(1);
        assertThat(ask("--private-key=tool-key.pem", "--certificate=tool-cert.pem", "--ca-cert=ca-cert.pem",
                "ping", "ssl:127.0.0.1:" + port)).contains("bytes from");
    }

    @Test
    void shouldBeRefusedByAToolThatExpectsAnotherAuthority() throws IOException {
        int port = listen();

        assertThat(ask("--private-key=tool-key.pem", "--certificate=tool-cert.pem", "--ca-cert=other-cert.pem",
                "ping", "ssl:127.0.0.1:" + port)).doesNotContain("bytes from").contains("certificate verify failed");
    }

    @Test
    void shouldNotWaitForAPeerThatNeverBeginsItsHandshake() throws IOException {
        int port = listen();
        try (SocketChannel silent = SocketChannel.open(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
            assertThat(silent.isConnected()).isTrue();

            assertThat(ask("--private-key=tool-key.pem", "--certificate=tool-cert.pem", "--ca-cert=ca-cert.pem",
                    "ping", "ssl:127.0.0.1:" + port)).contains("bytes from");
        }
    }

    @Test
    void shouldConnectToAControllerByTls() throws IOException {
        int port = listen();
        // a switch of this kind is as good a peer as any: the other agent's greeting makes both active
        OpenFlowConfig config = new OpenFlowConfig(
                List.of(ControllerTarget.of(Target.parse("ssl:127.0.0.1:" + port))), Terms.DEFAULT,
                Optional.of(files("tool-rsa.pem", "tool-cert.pem", "ca-cert.pem")), OptionalLong.empty());
        Path other = Files.createDirectory(directory.resolve("client"));
        try (OpenFlowAgent client = OpenFlowAgent.open(
                new OpenFlowAgent.OwnSockets(other.resolve("br1.mgmt"), other.resolve("br1.snoop")), config,
                new OpenFlowAgent.Surroundings(new AgentWorld.Script(), System::nanoTime, line -> { }))) {
            while (!client.statuses().getFirst().state().equals("active")) {
                agent.doWork();
                client.doWork();
                assertThat(Thread.currentThread().isInterrupted()).isFalse();
            }
            assertThat(client.statuses().getFirst().version()).isEqualTo("1.5");
        }
    }

    @Test
    void shouldSayWhichFileIsWrong() {
        assertThatThrownBy(() -> files("none.pem", "switch-cert.pem", "ca-cert.pem").load())
                .isInstanceOf(IOException.class).hasMessage(directory.resolve("none.pem") + ": no such file");
        assertThatThrownBy(() -> files("switch-cert.pem", "switch-cert.pem", "ca-cert.pem").load())
                .isInstanceOf(IOException.class).hasMessageContaining("switch-cert.pem: no private key in PEM");
        assertThatThrownBy(() -> files("switch-key.pem", "switch-key.pem", "ca-cert.pem").load())
                .isInstanceOf(IOException.class).hasMessageContaining("switch-key.pem: no certificate in PEM");
    }
}
