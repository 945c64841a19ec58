package okko.eval.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Hosts in namespaces of the kernel's. */
@Timeout(60)
class VirtualHostIT {

    @BeforeEach
    void assumeAllowed() {
        Optional<String> obstacle = VirtualHost.obstacle();
        obstacle.ifPresent(what -> System.err.println("skipped: " + what));
        assumeTrue(obstacle.isEmpty(), "no network namespaces here");
    }

    @Test
    void shouldReachTheOtherHostByACableAndNothingElse() throws Exception {
        try (VirtualHost near = VirtualHost.start(); VirtualHost far = VirtualHost.start()) {
            near.connect("a0", far, "b0");
            near.address("a0", "10.9.0.1/24");
            far.address("b0", "10.9.0.2/24");

            assertThat(run(near, "ip", "-o", "link")).contains("a0@").doesNotContain("eth0", "b0");
            assertThat(run(near, "ip", "route", "get", "10.9.0.2")).contains("dev a0");
            assertThat(near.dropped() + far.dropped()).isZero();
        }
    }

    @Test
    void shouldSayWhichCommandTheKernelRefused() throws Exception {
        try (VirtualHost near = VirtualHost.start(); VirtualHost far = VirtualHost.start()) {
            near.connect("a0", far, "b0");

            assertThatThrownBy(() -> near.connect("a0", far, "c0")).isInstanceOf(IOException.class)
                    .hasMessageStartingWith("ip link add a0 type veth peer name c0 netns ")
                    .hasMessageContaining("File exists");
        }
    }

    @Test
    void shouldTakeItsInterfacesWithItAndTheFarEndsOfItsCables() throws Exception {
        try (VirtualHost near = VirtualHost.start()) {
            VirtualHost far = VirtualHost.start();
            near.connect("a0", far, "b0");

            far.close();

            // The kernel takes a namespace down in its own time.
            while (run(near, "ip", "-o", "link").contains("a0")) {
                Thread.onSpinWait();
            }
        }
    }

    private static String run(VirtualHost host, String... words) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(host.command(List.of(words))).redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(printed).isZero();
        return printed;
    }
}
