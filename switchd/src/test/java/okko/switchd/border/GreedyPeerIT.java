package okko.switchd.border;

import static okko.switchd.border.HostilePeer.Order.FLOOD;
import static okko.switchd.border.HostilePeer.Order.HOARD;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A processor that takes what it can: all buffers that it gets, and all the attention. */
class GreedyPeerIT {

    @TempDir
    private Path directory;

    @Test
    void shouldGiveAHoarderItsQuotaAndNoMore() throws Exception {
        try (SwitchUnderTest okko = SwitchUnderTest.start(directory);
                HostileProcess hoarder = HostileProcess.start(okko)) {
            hoarder.order(HOARD);
            okko.startTraffic();
            SwitchUnderTest.await("the quota", () -> okko.lent() == SwitchUnderTest.QUOTA);
            okko.stopTraffic();
            okko.assertConserved(SwitchUnderTest.QUOTA);
            okko.assertAMillionPacketsFlow("processor_busy");
            assertThat(okko.state("fw")).isEqualTo("attached");
            hoarder.kill();
            okko.awaitState("fw", "absent");
            okko.assertConserved(0);
            assertThat(okko.counts().lostWithTheDead()).isEqualTo(SwitchUnderTest.QUOTA);
            okko.assertAMillionPacketsFlow("processor_absent");
        }
    }

    @Test
    void shouldGoOnUnderAFloodOfWakeUps() throws Exception {
        try (SwitchUnderTest okko = SwitchUnderTest.start(directory);
                HostileProcess flooder = HostileProcess.start(okko)) {
            flooder.order(HOARD, FLOOD);
            okko.startTraffic();
            SwitchUnderTest.await("the quota", () -> okko.lent() == SwitchUnderTest.QUOTA);
            okko.stopTraffic();
            okko.assertAMillionPacketsFlow("processor_busy");
            okko.assertConserved(SwitchUnderTest.QUOTA);
            assertThat(okko.counts().strikes()).isZero();
            flooder.kill();
            okko.awaitState("fw", "absent");
            okko.assertConserved(0);
            okko.assertAMillionPacketsFlow("processor_absent");
        }
    }
}
