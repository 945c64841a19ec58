package okko.external.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import okko.external.agent.SwitchSide;
import okko.ringshm.layout.PacketDescriptor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code okko proc run} as a process, with this test as the switch. */
@Timeout(60)
class ProcRunIT {

    private static final int RESTARTS = 100;
    private static final String PASS_OBJECT = "../evaluation/src/main/bpf/pass.o";

    @TempDir
    private Path directory;

    private SwitchSide theSwitch;
    private final List<Process> started = new ArrayList<>();
    private Process process;

    @BeforeEach
    void listen() throws IOException {
        theSwitch = new SwitchSide(directory.resolve("okko.attach"));
    }

    @AfterEach
    void close() throws IOException {
        started.forEach(Process::destroyForcibly);
        theSwitch.close();
    }

    private BufferedReader start(String attachAs, String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-exports", "java.base/jdk.internal.misc=ALL-UNNAMED", "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC", "-Xmx64m", "-cp", System.getProperty("java.class.path"), ProcMain.class.getName(),
                "run", "--rundir", directory.toString(), "--attach", attachAs));
        command.addAll(List.of(words));
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        started.add(process);
        return process.inputReader();
    }

    private void serveUntilAttached() throws IOException {
        while (!theSwitch.hasProcessor()) {
            assertThat(process.isAlive()).as("the processor ended before it attached").isTrue();
            theSwitch.poll();
            Thread.onSpinWait();
        }
    }

    private long answer() {
        long word1 = theSwitch.takeBack();
        while (word1 == -1) {
            assertThat(process.isAlive()).as("the processor ended without an answer").isTrue();
            Thread.onSpinWait();
            word1 = theSwitch.takeBack();
        }
        return word1;
    }

    @Test
    void shouldProcessPacketsUntilTerminatedAndExitWithZero() throws Exception {
        BufferedReader output = start("fw", "--processor", PASS_OBJECT, "--engine", "interpreter");
        serveUntilAttached();
        assertThat(output.readLine()).isEqualTo(
                "okko proc fw: attached as fw, pid " + process.pid() + ", processor pass.o (interpreter)");
        theSwitch.send(1, 60, 1);
        assertThat(PacketDescriptor.result(answer())).isEqualTo(1);
        process.toHandle().destroy(); // SIGTERM; Process.destroy would close the output as well
        assertThat(output.readLine()).isEqualTo("okko proc fw: 1 packets, 1 passed, 0 dropped");
        assertThat(process.waitFor()).isZero();
        assertThat(output.readLine()).isNull();
    }

    @Test
    void shouldBeWokenByPacketsAndByTheSignalWhenItSleeps() throws Exception {
        BufferedReader output = start("fw", "--processor", PASS_OBJECT, "--idle", "sleep");
        serveUntilAttached();
        assertThat(output.readLine()).endsWith("processor pass.o (jit)");
        for (int packet = 0; packet < 20; packet++) {
            theSwitch.send(1, 60, 1);
            answer();
        }
        assertThat(theSwitch.wakeUps()).isPositive();
        process.toHandle().destroy();
        assertThat(output.readLine()).isEqualTo("okko proc fw: 20 packets, 20 passed, 0 dropped");
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void shouldExitWithOneAndOneLineWhenTheSwitchLetsGo() throws Exception {
        BufferedReader output = start("fw", "--once", "--processor", "okko.external.sample.P0fProcessor");
        serveUntilAttached();
        assertThat(output.readLine()).endsWith("processor okko.external.sample.P0fProcessor (java)");
        theSwitch.hangUp();
        assertThat(output.readLine()).isEqualTo("okko proc fw: the switch has ended or let go of this processor");
        assertThat(output.readLine()).isNull();
        assertThat(process.waitFor()).isEqualTo(1);
    }

    private long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/" + process.pid() + "/fd"))) {
            return open.count();
        }
    }

    /** Regions that the processor has mapped: pool and rings of each attachment that it has not let go of. */
    private long regions() throws IOException {
        return Files.readAllLines(Path.of("/proc/" + process.pid() + "/maps")).stream()
                .filter(line -> line.contains("okko")).count();
    }

    @Test
    void shouldGoOnWithTheSameProcessorWhenTheSwitchIsStartedAnew() throws Exception {
        theSwitch.close();
        BufferedReader output = start("fw", "--processor", CountingProcessor.class.getName());
        assertThat(output.readLine()).isEqualTo(
                "okko proc fw: no switch listens at " + directory.resolve("okko.attach") + "; waiting");
        long descriptors = 0;
        long regions = 0;
        for (int restart = 1; restart <= RESTARTS; restart++) {
            listen();
            serveUntilAttached();
            assertThat(output.readLine()).startsWith("okko proc fw: attached as fw, pid ");
            theSwitch.send(1, 60, 1);
            assertThat(PacketDescriptor.result(answer())).as("packets counted by this instance").isEqualTo(restart);
            if (restart == 5) {
                descriptors = descriptors();
                regions = regions();
            } else if (restart > 5) {
                assertThat(regions()).isEqualTo(regions);
            }
            theSwitch.close();
            assertThat(output.readLine()).isEqualTo(
                    "okko proc fw: the switch has ended or let go of this processor; waiting");
        }
        assertThat(regions).isPositive();
        assertThat(descriptors()).as("open files, five restarts before and now").isLessThanOrEqualTo(descriptors);
        long termNs = System.nanoTime();
        process.toHandle().destroy();
        assertThat(process.waitFor()).isZero();
        assertThat(System.nanoTime() - termNs).isLessThan(2_000_000_000L);
        List<String> rest = output.lines().toList();
        assertThat(rest).last().isEqualTo(
                "okko proc fw: " + RESTARTS + " packets, " + RESTARTS + " passed, 0 dropped");
    }

    @Test
    void shouldTryAgainWhileAnotherProcessThatEndsHasTheName() throws Exception {
        start("fw", "--processor", "pass");
        serveUntilAttached();
        Process first = process;
        BufferedReader output = start("fw", "--processor", "pass");
        FutureTask<String> line = new FutureTask<>(output::readLine);
        Thread.ofPlatform().daemon().start(line);
        while (!line.isDone()) {
            theSwitch.poll();
        }
        assertThat(line.get()).isEqualTo("okko proc fw: process " + first.pid() + " is attached as fw; waiting");
        theSwitch.forgetProcessor();
        first.destroyForcibly();
        serveUntilAttached();
        assertThat(output.readLine()).startsWith("okko proc fw: attached as fw, pid " + process.pid());
    }

    @Test
    void shouldServeMetricsAlsoWhileItWaits() throws Exception {
        theSwitch.close();
        BufferedReader output = start("fw", "--processor", CountingProcessor.class.getName(), "--metrics", "0");
        String address = output.readLine();
        assertThat(address).startsWith("okko proc fw: metrics at http://127.0.0.1:");
        assertThat(output.readLine()).endsWith("; waiting");
        assertThat(metrics(address)).contains("okko_processor_attached{processor=\"fw\"} 0",
                "okko_processor_own_seen_total{processor=\"fw\"} 0");
        listen();
        serveUntilAttached();
        theSwitch.send(1, 60, 1);
        answer();
        assertThat(metrics(address)).contains("okko_processor_attached{processor=\"fw\"} 1",
                "okko_processor_packets_total{processor=\"fw\"} 1",
                "okko_processor_own_seen_total{processor=\"fw\"} 1");
    }

    private static List<String> metrics(String line) throws Exception {
        URI uri = URI.create(line.substring(line.indexOf("http://")));
        try (var client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofLines()).body().toList();
        }
    }

    @Test
    void shouldPassOnTheReasonWhenTheSwitchRefuses() throws Exception {
        BufferedReader output = start("other", "--processor", PASS_OBJECT);
        while (!process.waitFor(1, TimeUnit.MILLISECONDS)) {
            theSwitch.poll();
        }
        assertThat(output.readLine()).isEqualTo("okko proc other: no ring port is named other");
        assertThat(process.exitValue()).isEqualTo(1);
    }
}
