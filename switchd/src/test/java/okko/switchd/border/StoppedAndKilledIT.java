package okko.switchd.border;

import static okko.switchd.border.HostilePeer.Order.HANG_UP;
import static okko.switchd.border.HostilePeer.Order.RETURN_ALL;
import static okko.switchd.border.HostilePeer.Order.TAKE;
import static okko.switchd.border.HostilePeer.Order.TAIL_TO_2_63;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A processor that is stopped, goes on, hangs up or is killed, at no moment of its own choice. */
class StoppedAndKilledIT {

    private static final int QUICK_KILLS = 8;
    private static final int NIGHTLY_KILLS = 2_000;
    private static final int LONGEST_LIFE_US = 300_000;

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
    void shouldAccountForEveryPacketWhenProcessorsAreKilledAtRandomMoments() throws Exception {
        killAgainAndAgain(QUICK_KILLS);
    }

    @Test
    @Tag("nightly")
    void shouldAccountForEveryPacketWhenThousandsAreKilled() throws Exception {
        killAgainAndAgain(NIGHTLY_KILLS);
    }

    private static void killAgainAndAgain(int kills) throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Counts before = okko.counts();
        for (int i = 1; i <= kills; i++) {
            okko.startTraffic();
            try (HostileProcess processor = HostileProcess.startHonest(okko)) {
                long lifeUs = random.nextInt(LONGEST_LIFE_US);
                long bornNs = System.nanoTime();
                SwitchUnderTest.await("a random while", () -> System.nanoTime() - bornNs > lifeUs * 1_000);
                processor.kill();
            }
            okko.awaitState("fw", "absent");
            okko.stopTraffic();
            Counts moved = okko.counts().since(before);
            assertThat(moved.lostWithTheDead()).as("seed " + seed).isEqualTo(moved.sent() - moved.received());
            assertThat(moved.lostWithTheDead()).as("seed " + seed).isLessThanOrEqualTo((long) i * SwitchUnderTest.QUOTA);
            assertThat(moved.strikes()).as("seed " + seed).isZero();
            assertThat(moved.died()).as("seed " + seed).isEqualTo(i);
            okko.assertConserved(0);
            okko.assertAMillionPacketsFlow("processor_absent");
        }
    }

    @Test
    void shouldNotFeedAStoppedProcessorAndBelieveItsLateAnswers() throws Exception {
        Counts before = okko.counts();
        try (HostileProcess processor = HostileProcess.startHonest(okko)) {
            okko.startTraffic();
            SwitchUnderTest.await("answers", () -> okko.counts().since(before).received() > 1_000);
            processor.signal("STOP");
            okko.awaitState("fw", "silent");
            okko.stopTraffic();
            int lent = okko.lent();
            okko.assertConserved(lent);
            okko.assertAMillionPacketsFlow("processor_silent");
            assertThat(okko.lent()).as("silence takes nothing back").isEqualTo(lent);

            processor.signal("CONT");
            okko.awaitState("fw", "attached");
            okko.assertConserved(0);
            Counts moved = okko.counts().since(before);
            assertThat(moved.received()).as("late answers too").isEqualTo(moved.sent());
            assertThat(moved.strikes()).isZero();
            assertThat(moved.lostWithTheDead()).isZero();

            okko.startTraffic();
            SwitchUnderTest.await("it is fed again", () -> okko.counts().since(before).sent() > moved.sent());
            okko.stopTraffic();
        }
        okko.awaitState("fw", "absent");
        okko.assertConserved(0);
    }

    @Test
    void shouldTakeEverythingBackWhenAStoppedProcessorIsKilled() throws Exception {
        Counts before = okko.counts();
        try (HostileProcess processor = HostileProcess.startHonest(okko)) {
            okko.startTraffic();
            SwitchUnderTest.await("answers", () -> okko.counts().since(before).received() > 1_000);
            processor.signal("STOP");
            okko.awaitState("fw", "silent");
            okko.killProcessor();
            assertThat(processor.awaitEnd()).isEqualTo(CrashPoint.STATUS);
        }
        okko.awaitState("fw", "absent");
        okko.stopTraffic();
        Counts moved = okko.counts().since(before);
        assertThat(moved.lostWithTheDead()).isEqualTo(moved.sent() - moved.received());
        okko.assertConserved(0);
        okko.assertAMillionPacketsFlow("processor_absent");
    }

    @Test
    void shouldKeepBuffersInQuarantineWhenAStoppedLiarGoesOnAfterItWasCutOff() throws Exception {
        Counts before = okko.counts();
        try (HostileProcess liar = HostileProcess.start(okko)) {
            okko.startTraffic();
            liar.order(TAKE, TAIL_TO_2_63);
            okko.awaitState("fw", "cut_off");
            liar.signal("STOP");
            okko.stopTraffic();
            int lent = (int) okko.counts().since(before).sent();
            okko.assertConserved(lent);
            liar.signal("CONT");
            liar.order(RETURN_ALL);
            okko.assertConserved(lent);
            okko.assertAMillionPacketsFlow("processor_absent");
            assertThat(okko.counts().since(before).received()).isZero();
        }
        okko.awaitState("fw", "absent");
        okko.assertConserved(0);
    }

    @Test
    void shouldKeepWhatALivingProcessHoldsThatHungUpAndHonourItsAnswers() throws Exception {
        Counts before = okko.counts();
        try (HostileProcess processor = HostileProcess.start(okko)) {
            okko.startTraffic();
            processor.order(TAKE, TAKE, TAKE, HANG_UP);
            okko.awaitState("fw", "hung_up");
            processor.order(RETURN_ALL);
            okko.stopTraffic();
            SwitchUnderTest.await("three answers", () -> okko.counts().since(before).received() == 3);
            int lent = (int) okko.counts().since(before).sent() - 3;
            okko.assertConserved(lent);
            okko.assertAMillionPacketsFlow("processor_absent");
            assertThat(okko.lent()).as("it lives, and may write").isEqualTo(lent);
        }
        okko.awaitState("fw", "absent");
        okko.assertConserved(0);
        Counts moved = okko.counts().since(before);
        assertThat(moved.lostWithTheDead()).isEqualTo(moved.sent() - 3);
    }
}
