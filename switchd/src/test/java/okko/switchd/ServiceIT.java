package okko.switchd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The switch under a service manager: a socket of python's stands for systemd's. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ServiceIT {

    private static final String PRINT_DATAGRAMS = """
            import socket, sys
            s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            s.bind(sys.argv[1])
            print("bound", flush=True)
            while True:
                print(s.recv(4096).decode().replace("\\n", " "), flush=True)
            """;

    @TempDir
    private Path directory;

    private Process listener;
    private BufferedReader heard;
    private Map<String, String> environment;

    @BeforeEach
    void listen() throws Exception {
        Path socket = directory.resolve("notify");
        listener = new ProcessBuilder("python3", "-c", PRINT_DATAGRAMS, socket.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        heard = listener.inputReader(StandardCharsets.UTF_8);
        assertThat(heard.readLine()).isEqualTo("bound");
        environment = Map.of("NOTIFY_SOCKET", socket.toString(), "WATCHDOG_USEC", "3000000");
    }

    @AfterEach
    void end() throws Exception {
        listener.destroyForcibly().waitFor();
    }

    @Test
    void shouldSayWhenItIsReadyAndWhenItStops() throws Exception {
        Path config = Files.writeString(directory.resolve("okko.yaml"), "ports: {p1: {number: 1, type: 'null'}}\n");
        ProcessBuilder builder = new ProcessBuilder(Processes.java(SwitchdMain.class, "--config", config.toString(),
                "--rundir", directory.resolve("run").toString()));
        builder.redirectErrorStream(true).redirectOutput(directory.resolve("log").toFile());
        builder.environment().putAll(environment);
        Process okko = builder.start();
        try {
            assertThat(heard.readLine()).startsWith("READY=1 STATUS=bridge br0, 1 port,");
            assertThat(heard.readLine()).isEqualTo("WATCHDOG=1");
            okko.destroy();
            String last = heard.readLine();
            while (last.equals("WATCHDOG=1")) {
                last = heard.readLine();
            }
            assertThat(last).isEqualTo("STOPPING=1");
            assertThat(okko.waitFor()).isZero();
        } finally {
            okko.destroyForcibly();
        }
    }
}
