package okko.eval.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two hosts with real TCP stacks, joined by the switch over AF_PACKET, the firewall program in its rules. */
class LiveFirewallIT {

    @TempDir
    Path directory;

    @BeforeEach
    void needNamespaces() {
        Host.assumeAllowed();
    }

    @Test
    void shouldLetTheInsideOutAndKeepTheOutsideOut() throws Exception {
        try (Host inside = Host.create("in", "10.1.0.2/8");
                Host outside = Host.create("out", "10.2.0.2/8");
                WebServer insideWeb = WebServer.start(inside, directory, "inside page");
                WebServer outsideWeb = WebServer.start(outside, directory, "outside page");
                Daemon daemon = Daemon.start(directory, config(inside, outside))) {
            assertThat(inside.fetch("10.2.0.2", WebServer.PORT, 10)).isEqualTo("outside page");

            assertThat(outside.fetch("10.1.0.2", WebServer.PORT, 2)).as("unsolicited connection").isEmpty();

            assertThat(inside.fetch("10.2.0.2", WebServer.PORT, 10)).as("after the attempt").isEqualTo("outside page");
            assertThat(dropped(daemon, "flow_drop")).as("segments that the firewall refused").isPositive();
            Conservation.check(daemon);
        }
    }

    @Test
    void shouldCarryALargePageWithoutDamage() throws Exception {
        String page = "0123456789abcdef".repeat(64 * 1024);
        try (Host inside = Host.create("in", "10.1.0.2/8");
                Host outside = Host.create("out", "10.2.0.2/8");
                WebServer outsideWeb = WebServer.start(outside, directory, page);
                Daemon daemon = Daemon.start(directory, config(inside, outside))) {
            assertThat(inside.fetch("10.2.0.2", WebServer.PORT, 20)).isEqualTo(page);
            Conservation.check(daemon);
        }
    }

    private static long dropped(Daemon daemon, String reason) throws IOException, InterruptedException {
        return daemon.ask("pmd", "stats").path(0).path("drops").path(reason).asLong();
    }

    private static String config(Host inside, Host outside) {
        return """
                bridge: br0
                ports:
                  inside:  {number: 1, type: afpacket, interface: %s}
                  outside: {number: 2, type: afpacket, interface: %s}
                programs:
                  1: {file: %s}
                flows:
                  - priority=20,arp,in_port=inside,actions=output:outside
                  - priority=20,arp,in_port=outside,actions=output:inside
                  - priority=10,tcp,in_port=inside,filter_prog=1,actions=output:outside
                  - priority=10,tcp,in_port=outside,filter_prog=1,actions=output:inside
                  - priority=0,actions=drop
                """
                .formatted(
                        inside.switchInterface(),
                        outside.switchInterface(),
                        Okko.ROOT.resolve("evaluation/src/main/bpf/firewall.o"));
    }
}
