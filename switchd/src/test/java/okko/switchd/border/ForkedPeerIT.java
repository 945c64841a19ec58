package okko.switchd.border;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import okko.switchd.Processes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A processor leaves a child behind, which has inherited its socket and all descriptors. */
class ForkedPeerIT {

    @TempDir
    private Path directory;

    @Test
    void shouldTakeEverythingBackWhenTheParentIsDeadBecauseTheChildHasNoMapping() throws Exception {
        try (SwitchUnderTest okko = SwitchUnderTest.start(directory)) {
            Process parent = Processes.startAndAwait("attached",
                    Processes.java(ForkingPeer.class, okko.attachSocket().toString(), "fw"));
            ProcessHandle child = ProcessHandle.of(Long.parseLong(parent.inputReader().readLine())).orElseThrow();
            try {
                okko.startTraffic();
                SwitchUnderTest.await("the quota", () -> okko.lent() == SwitchUnderTest.QUOTA);
                assertThat(sharedMappings(parent.pid())).as("pool and rings").isEqualTo(2);
                assertThat(sharedMappings(child.pid())).isZero();

                parent.destroyForcibly().waitFor();
                okko.awaitState("fw", "absent");
                okko.stopTraffic();
                assertThat(child.isAlive()).isTrue();
                okko.assertConserved(0);
                assertThat(okko.counts().lostWithTheDead()).isEqualTo(SwitchUnderTest.QUOTA);
                okko.assertAMillionPacketsFlow("processor_absent");
                HostileProcess.startHonest(okko).close();
                okko.awaitState("fw", "absent");
            } finally {
                parent.destroyForcibly();
                child.destroyForcibly();
            }
        }
    }

    private static long sharedMappings(long pid) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "maps"))) {
            return lines.filter(line -> line.contains("memfd:")).count();
        }
    }
}
