package okko.switchd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import okko.ringshm.attach.ProcessorAttachment;
import okko.ringshm.attach.RunDirectory;
import okko.ringshm.capture.CaptureWriter;
import okko.ringshm.kernel.PeerCredentials;
import okko.switchd.control.ControlClient;
import org.agrona.UnsafeApi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole switch whose port is served by another user's monitor: packets pass, a write does not. Only root can. */
class OtherUsersMonitorIT {

    private static final int SERVANT = 65_534;
    private static final int STRANGER = 65_533;
    private static final int FRAMES = 50;

    @TempDir
    Path directory;

    private final List<Process> started = new ArrayList<>();
    private final List<String> classPath = new ArrayList<>();
    private Path run;
    private Switch okko;
    private ControlClient client;

    @BeforeEach
    void start() throws Exception {
        assumeTrue(PeerCredentials.self().uid() == 0, "only root can start a process of another user");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
        for (Class<?> needed : List.of(ProcessorAttachment.class, OtherUsersMonitorIT.class, UnsafeApi.class)) {
            Path source = Path.of(needed.getProtectionDomain().getCodeSource().getLocation().toURI());
            Path copy = directory.resolve(classPath.size() + source.getFileName().toString());
            Processes.run("cp", "-r", source.toString(), copy.toString());
            Processes.run("chmod", "-R", "a+rX", copy.toString());
            classPath.add(copy.toString());
        }
        run = directory.resolve("run");
        try (CaptureWriter writer = CaptureWriter.create(directory.resolve("trace.pcap"))) {
            for (int i = 0; i < FRAMES; i++) {
                byte[] frame = new byte[60];
                frame[20] = (byte) (3 * i); // the sum that the processor judges by: always result 0
                writer.write(0, frame);
            }
        }
        Path file = Files.writeString(directory.resolve("okko.yaml"), """
                pool: {buffers: 256, dataBytes: 256}
                ports:
                  in: {number: 1, type: replay, file: trace.pcap}
                  ids: {number: 3, type: ring, trust: monitor, user: %d}
                  direct: {number: 4, type: replay}
                  after: {number: 5, type: replay}
                flows: ["in_port=in,actions=output:direct,output:ids", "in_port=ids,metadata=0,actions=output:after"]
                """.formatted(SERVANT));
        okko = Switch.create(ConfigFile.read(file), new RunDirectory(run));
        okko.start();
        client = ControlClient.connect(run);
    }

    @AfterEach
    void stop() throws Exception {
        for (Process process : started) {
            process.destroyForcibly().waitFor();
        }
        if (okko != null) {
            client.close();
            okko.close();
        }
    }

    private List<String> command(int uid, Class<?> main) {
        List<String> command = new ArrayList<>(List.of("setpriv", "--reuid", Integer.toString(uid), "--regid",
                Integer.toString(uid), "--clear-groups", "env", "-C", "/"));
        List<String> java = Processes.java(main, new RunDirectory(run).attachSocket().toString(), "ids");
        java.set(java.indexOf("-cp") + 1, String.join(File.pathSeparator, classPath));
        java.addAll(1, List.of("-XX:-CreateCoredumpOnCrash", "-XX:ErrorFile=/dev/null"));
        command.addAll(java);
        return command;
    }

    private Process start(int uid, Class<?> main) throws Exception {
        Process process = new ProcessBuilder(command(uid, main)).redirectErrorStream(true).start();
        started.add(process);
        return process;
    }

    private JsonNode ask(String command) {
        try {
            return client.send(command, client.newArguments().put("port", "in").put("checksum", true));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private JsonNode listed() {
        return ask("proc list").get(0);
    }

    private void assertThatPacketsPass() throws Exception {
        long before = listed().path("attached").asLong();
        Process monitor = start(SERVANT, JudgingPeer.class);
        assertThat(monitor.inputReader().readLine()).isEqualTo("attached");
        Processes.await("attached", () -> listed().path("attached").asLong() == before + 1);
        assertThat(listed().path("uid").asInt()).isEqualTo(SERVANT);

        JsonNode report = ask("replay run");
        assertThat(report.path("conserved").asBoolean()).as(report.toString()).isTrue();
        JsonNode sinks = report.path("sinks");
        assertThat(sinks.get(1).path("packets").asInt()).as(report.toString()).isEqualTo(FRAMES);
        assertThat(sinks.get(1).path("checksum")).isEqualTo(sinks.get(0).path("checksum"));

        monitor.destroyForcibly().waitFor();
        Processes.await("absent", () -> listed().path("state").asText().equals("absent"));
        assertThat(ask("pool show").path("conserved").asBoolean()).isTrue();
    }

    @Test
    void shouldServeAnotherUsersMonitorBeforeAndAfterOneThatWrites() throws Exception {
        assertThatPacketsPass();

        Process writer = start(SERVANT, WritingPeer.class);
        String printed = new String(writer.getInputStream().readAllBytes());
        assertThat(writer.waitFor()).as("killed by the fault").isNotZero();
        assertThat(printed).contains("storing").doesNotContain("stored");
        Processes.await("its death", () -> listed().path("died").asLong() == 2);

        assertThatPacketsPass();
    }

    @Test
    void shouldRefuseAStrangerByOneLine() throws Exception {
        Process stranger = start(STRANGER, JudgingPeer.class);
        String printed = new String(stranger.getInputStream().readAllBytes());
        assertThat(stranger.waitFor()).isEqualTo(1);
        assertThat(printed.lines().findFirst().orElseThrow()).endsWith("user " + STRANGER + " may not attach");
        assertThat(listed().path("attached").asLong()).isZero();
    }
}
