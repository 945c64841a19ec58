package okko.external.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
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

    private static final String PASS_OBJECT = "../evaluation/src/main/bpf/pass.o";

    @TempDir
    private Path directory;

    private SwitchSide theSwitch;
    private Process process;

    @BeforeEach
    void listen() throws IOException {
        theSwitch = new SwitchSide(directory.resolve("okko.attach"));
    }

    @AfterEach
    void close() throws IOException {
        process.destroyForcibly();
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
    void shouldExitWithOneAndOneLineWhenTheSwitchLetsGo() throws Exception {
        BufferedReader output = start("fw", "--processor", "okko.external.sample.P0fProcessor");
        serveUntilAttached();
        assertThat(output.readLine()).endsWith("processor okko.external.sample.P0fProcessor (java)");
        theSwitch.hangUp();
        assertThat(output.readLine()).isEqualTo("okko proc fw: the switch has ended or let go of this processor");
        assertThat(output.readLine()).isNull();
        assertThat(process.waitFor()).isEqualTo(1);
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
