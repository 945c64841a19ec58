package okko.switchd.border;

import static okko.switchd.border.HostilePeer.Order.LIE;
import static okko.switchd.border.HostilePeer.Order.LIE_ONCE_MORE;
import static okko.switchd.border.HostilePeer.Order.RETURN_ALL;
import static okko.switchd.border.HostilePeer.Order.RETURN_EMPTY;
import static okko.switchd.border.HostilePeer.Order.TAKE;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import okko.switchd.border.HostilePeer.Order;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A processor that lies about its packets, and one that lies about its positions. */
class ForgedDescriptorIT {

    private static final int LIES = 15;

    @TempDir
    private static Path directory;

    private static SwitchUnderTest okko;

    @BeforeAll
    static void start() throws Exception {
        okko = SwitchUnderTest.start(directory);
    }

    @AfterAll
    static void stop() throws Exception {
        okko.close();
    }

    @Test
    void shouldBelieveNoLieAndCutTheLiarOffAtTheLimit() throws Exception {
        Counts before = okko.counts();
        try (HostileProcess liar = HostileProcess.start(okko)) {
            okko.startTraffic();
            liar.order(TAKE, TAKE, TAKE, LIE);
            SwitchUnderTest.await("all lies heard", () -> okko.counts().since(before).strikes() >= LIES);
            assertThat(okko.counts().since(before).strikes()).isEqualTo(LIES);
            assertThat(okko.counts().since(before).received()).as("the true one of the answers").isOne();
            assertThat(okko.state("fw")).isEqualTo("attached");

            liar.order(RETURN_EMPTY, RETURN_ALL);
            SwitchUnderTest.await("true answers", () -> okko.counts().since(before).received() == 3);
            liar.order(LIE_ONCE_MORE);
            okko.awaitState("fw", "cut_off");
            okko.stopTraffic();
            assertThat(okko.counts().since(before).strikes()).isEqualTo(LIES + 1);
            okko.assertConserved(okko.lent());
            okko.assertAMillionPacketsFlow("processor_absent");
            assertThat(okko.lent()).as("what a living liar holds stays its own").isEqualTo(SwitchUnderTest.QUOTA);
        }
        okko.awaitState("fw", "absent");
        okko.assertConserved(0);
        assertThat(okko.counts().since(before).lostWithTheDead()).isEqualTo(SwitchUnderTest.QUOTA);
        assertThat(okko.counts().since(before).died()).isOne();
    }

    @ParameterizedTest
    @EnumSource(names = {"TAIL_TO_2_63", "TAIL_BEYOND_CAPACITY", "TAIL_BACKWARDS", "HEAD_TO_2_63", "HEAD_BEYOND_TAIL",
            "HEAD_BACKWARDS"})
    void shouldCutOffWhoeverMovesAPositionAsNoHonestPeerWould(Order jump) throws Exception {
        Counts before = okko.counts();
        try (HostileProcess jumper = HostileProcess.start(okko)) {
            okko.startTraffic();
            jumper.order(TAKE, TAKE, RETURN_ALL);
            SwitchUnderTest.await("two answers", () -> okko.counts().since(before).received() == 2);
            jumper.order(jump);
            okko.awaitState("fw", "cut_off");
            okko.stopTraffic();
            assertThat(okko.counts().since(before).strikes()).isOne();
            assertThat(okko.counts().since(before).received()).isEqualTo(2);
            okko.assertConserved((int) okko.counts().since(before).sent() - 2);
            okko.assertAMillionPacketsFlow("processor_absent");
        }
        okko.awaitState("fw", "absent");
        okko.assertConserved(0);
        Counts moved = okko.counts().since(before);
        assertThat(moved.lostWithTheDead()).isEqualTo(moved.sent() - 2);
    }

    @Test
    void shouldKeepItsMemoryWhenAProcessorTriesToTruncateIt() throws Exception {
        try (HostileProcess thief = HostileProcess.start(okko)) {
            thief.order(Order.TRUNCATE);
            assertThat(okko.state("fw")).isEqualTo("attached");
            thief.order(Order.HOARD);
            okko.startTraffic();
            SwitchUnderTest.await("the quota", () -> okko.lent() == SwitchUnderTest.QUOTA);
            okko.stopTraffic();
            okko.assertAMillionPacketsFlow("processor_busy");
        }
        okko.awaitState("fw", "absent");
        okko.assertConserved(0);
    }
}
