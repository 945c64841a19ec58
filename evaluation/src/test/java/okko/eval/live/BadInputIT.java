package okko.eval.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bad input ends with one clear line and exit status 1, and leaves nothing half-created behind. */
class BadInputIT {

    private static final Path FIREWALL = Okko.ROOT.resolve("evaluation/src/main/bpf/firewall.o");
    private static final Path TRAFFIC = Okko.ROOT.resolve("evaluation/src/main/traffic/tcp-mix.pcap");

    @TempDir
    Path directory;

    private Path runDirectory;

    @BeforeEach
    void chooseRunDirectory() {
        runDirectory = directory.resolve("run");
    }

    @Test
    void shouldNameTheTruncationWhenAnObjectIsCut() throws Exception {
        Path cut = directory.resolve("cut.o");
        byte[] whole = Files.readAllBytes(FIREWALL);
        Files.write(cut, Arrays.copyOf(whole, whole.length / 2));

        Okko.Outcome verify = Okko.run(directory, "bpf", "verify", cut.toString());
        Okko.Outcome daemon = start("programs: {1: {file: cut.o}}");

        assertThat(verify.status()).isEqualTo(1);
        assertThat(verify.err()).hasSize(1);
        assertThat(verify.firstError()).contains("cut.o", "truncated");
        assertRefused(daemon, "cut.o", "truncated");
    }

    @Test
    void shouldExplainWhenTheVerifierRefusesAProgram() throws Exception {
        Path refused = Okko.ROOT.resolve("evaluation/src/test/resources/okko/eval/live/out_of_bounds.o");

        Okko.Outcome verify = Okko.run(directory, "bpf", "verify", refused.toString());
        Okko.Outcome daemon = start("programs: {1: {file: %s}}".formatted(refused));

        assertThat(verify.status()).isEqualTo(1);
        assertThat(String.join("\n", verify.err())).contains("needs:", "known:", "hint:", "out_of_bounds.c:");
        assertThat(daemon.status()).isEqualTo(1);
        assertThat(daemon.firstError()).contains("out_of_bounds.o", "refused");
        assertNothingIsLeft();
    }

    @Test
    void shouldNameThePacketWhenACaptureIsBroken() throws Exception {
        byte[] whole = Files.readAllBytes(TRAFFIC);
        Files.write(directory.resolve("broken.pcap"), Arrays.copyOf(whole, whole.length - 1));
        Path written = directory.resolve("written.pcap");

        Okko.Outcome daemon = start("""
                ports:
                  p1: {type: pcap, write: %s}
                  p2: {type: pcap, read: broken.pcap}
                """.formatted(written));

        assertRefused(daemon, "broken.pcap", "truncated capture: packet");
        assertThat(written).doesNotExist();
    }

    @Test
    void shouldListThePortsWhenAFlowNamesAnUnknownOne() throws Exception {
        Okko.Outcome daemon = start("""
                ports: {p1: {type: null}, p2: {type: null}}
                flows: ["priority=10,in_port=p1,actions=output:p9"]
                """);

        assertRefused(daemon, "p9", "p1");
    }

    @Test
    void shouldSayHowMuchIsMissingWhenTheMemoryForThePoolIsNotThere() throws Exception {
        Path config = Files.writeString(directory.resolve("okko.yaml"), "ports: {p1: {type: null}}\n");
        // Of all limits on memory this one needs no rights: no file, also in memory, may have more than 4 MiB.
        Process daemon = new ProcessBuilder(
                        "sh", "-c", "ulimit -f 8192 && exec \"$@\"", "sh",
                        Okko.ROOT.resolve("scripts/okko").toString(), "switchd", "--config", config.toString(),
                        "--rundir", runDirectory.toString())
                .start();
        List<String> err = new String(daemon.getErrorStream().readAllBytes()).lines().toList();

        assertThat(daemon.waitFor()).isEqualTo(1);
        assertThat(err).containsExactly("okko switchd: no memory for the packet pool: fallocate of 18354176 bytes:"
                + " File too large");
        assertNothingIsLeft();
    }

    @Test
    void shouldExitWithTwoWhenTheUsageIsWrong() throws Exception {
        assertThat(Okko.run(directory, "switchd", "--no-such-option").status()).isEqualTo(2);
        assertThat(Okko.run(directory, "no-such-command").status()).isEqualTo(2);
        assertThat(Okko.run(directory, "bpf", "run").status()).isEqualTo(2);
    }

    private Okko.Outcome start(String yaml) throws IOException, InterruptedException {
        Path config = Files.writeString(directory.resolve("okko.yaml"), yaml + "\n");
        return Okko.run(
                directory, "switchd", "--config", config.toString(), "--rundir", runDirectory.toString());
    }

    private void assertRefused(Okko.Outcome daemon, String... words) throws IOException {
        assertThat(daemon.status()).as("exit status; it said %s", daemon.err()).isEqualTo(1);
        assertThat(daemon.err()).as("lines on standard error").hasSize(1);
        assertThat(daemon.firstError()).contains(words);
        assertNothingIsLeft();
    }

    private void assertNothingIsLeft() throws IOException {
        if (Files.exists(runDirectory)) {
            try (Stream<Path> files = Files.list(runDirectory)) {
                assertThat(files).as("files left in the run directory").isEmpty();
            }
        }
    }
}
