package okko.switchd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okko.ringshm.attach.RunDirectory;
import okko.switchd.control.ControlClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Debian's own controllers drive a switch between two hosts: without them no packet passes, with them the hosts reach
 * each other. Skipped where one is not installed, or network namespaces are not allowed.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StockControllersIT {

    private static final String PYTHON = "/usr/bin/python3"; // Debian's, which has its packages

    @TempDir
    Path directory;

    private Process controller;
    private Hosts hosts;
    private Switch okko;

    @AfterEach
    void takeApart() throws Exception {
        if (okko != null) {
            okko.close();
        }
        if (controller != null) {
            controller.destroy();
            if (!controller.waitFor(10, TimeUnit.SECONDS)) {
                controller.destroyForcibly();
            }
        }
        if (hosts != null) {
            hosts.close();
        }
    }

    @Test
    void shouldJoinHostsAsTheStockTestControllerSays() throws Exception {
        assumeTrue(Processes.succeeds("ovs-testcontroller", "--version"),
                "ovs-testcontroller is not installed: apt-get install openvswitch-testcontroller");
        hosts = Hosts.create();
        controller = launch(List.of("ovs-testcontroller", "punix:" + directory.resolve("controller.sock"),
                "--unixctl=none", "--no-chdir"));
        Path socket = directory.resolve("controller.sock");
        Processes.await(socket.toString(), () -> Files.exists(socket));
        join("unix:" + socket);
    }

    @Test
    void shouldJoinHostsAsALearningSwitchByOsKenSays() throws Exception {
        assumeTrue(Processes.succeeds(PYTHON, "-c", "import os_ken.cmd.manager"),
                "os-ken is not installed: apt-get install python3-os-ken");
        hosts = Hosts.create();
        Path program = directory.resolve("learning.py");
        try (InputStream in = StockControllersIT.class.getResourceAsStream("/controllers/learning.py")) {
            Files.write(program, in.readAllBytes());
        }
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        controller = launch(List.of(PYTHON, "-c", "from os_ken.cmd.manager import main; main()",
                "--ofp-listen-host", "127.0.0.1", "--ofp-tcp-listen-port", Integer.toString(port),
                program.toString()));
        join("tcp:127.0.0.1:" + port);
    }

    private Process launch(List<String> command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(directory.resolve("controller.out").toFile());
        builder.environment().put("OVS_RUNDIR", directory.toString());
        return builder.start();
    }

    private void join(String target) throws Exception {
        Path file = Files.writeString(directory.resolve("okko.yaml"), """
                pool: {buffers: 2048}
                ports:
                  a: {number: 1, type: tap, interface: %s}
                  b: {number: 2, type: tap, interface: %s}
                openflow: {controllers: ["%s"]}
                """.formatted(Hosts.edge("a"), Hosts.edge("b"), target));
        okko = Switch.create(ConfigFile.read(file), new RunDirectory(directory.resolve("run")));
        okko.start();
        hosts.give("a");
        hosts.give("b");
        Processes.await("an answer to a ping; the controller says " + Files.readString(directory.resolve(
                "controller.out")), this::isAnswered);
        assertThat(hosts.run("a", "ping", "-q", "-c", "20", "-i", "0.05", "-W", "5", Hosts.ADDRESS_B))
                .contains("20 packets transmitted, 20 received");
        try (ControlClient client = ControlClient.connect(directory.resolve("run"))) {
            assertThat(client.send("flow dump", client.newArguments())).as("rules by the controller").isNotEmpty();
        }
    }

    private boolean isAnswered() {
        try {
            return Processes.succeeds("ip", "netns", "exec", Hosts.namespace("a"), "ping", "-q", "-c", "1", "-W", "1",
                    Hosts.ADDRESS_B);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
