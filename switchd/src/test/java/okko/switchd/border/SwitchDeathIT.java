package okko.switchd.border;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The switch itself dies: its processors are told, and the next one starts where it was, from nothing. */
class SwitchDeathIT {

    private static final int SIGTERM_STATUS = 128 + 15;

    @TempDir
    private Path directory;

    @Test
    void shouldStartAnewWhereAKilledSwitchWas() throws Exception {
        try (ChildSwitch first = ChildSwitch.start(directory);
                SwitchUnderTest okko = SwitchUnderTest.start(first);
                HostileProcess processor = HostileProcess.startHonest(okko)) {
            okko.startTraffic();
            SwitchUnderTest.await("answers", () -> okko.counts().received() > 1_000);
            first.kill();
            okko.abandonTraffic();
            assertThat(processor.awaitEnd()).as("the processor sees the end").isZero();
            assertThat(okko.awaitEndOfBystander()).isZero();
        }
        assertThatASwitchWorksHere();
    }

    @Test
    void shouldLeaveNothingBehindWhenBothAreKilled() throws Exception {
        try (ChildSwitch first = ChildSwitch.start(directory);
                SwitchUnderTest okko = SwitchUnderTest.start(first);
                HostileProcess processor = HostileProcess.startHonest(okko)) {
            okko.startTraffic();
            SwitchUnderTest.await("answers", () -> okko.counts().received() > 1_000);
            processor.signal("STOP"); // so that it has packets in its hands
            first.kill();
            processor.kill();
            okko.abandonTraffic();
        }
        assertThatASwitchWorksHere();
    }

    @Test
    void shouldTellProcessorsWhenItEndsByItself() throws Exception {
        try (ChildSwitch first = ChildSwitch.start(directory);
                SwitchUnderTest okko = SwitchUnderTest.start(first);
                HostileProcess processor = HostileProcess.startHonest(okko)) {
            assertThat(first.terminate()).isEqualTo(SIGTERM_STATUS);
            assertThat(processor.awaitEnd()).isZero();
            assertThat(okko.awaitEndOfBystander()).isZero();
            assertThat(okko.runDirectory()).doesNotExist();
        }
        assertThatASwitchWorksHere();
    }

    private void assertThatASwitchWorksHere() throws Exception {
        try (ChildSwitch next = ChildSwitch.start(directory);
                SwitchUnderTest okko = SwitchUnderTest.start(next)) {
            okko.assertAMillionPacketsFlow("processor_absent");
            try (HostileProcess processor = HostileProcess.startHonest(okko)) {
                okko.startTraffic();
                SwitchUnderTest.await("answers", () -> okko.counts().received() > 1_000);
                okko.stopTraffic();
                okko.assertConserved(0);
                assertThat(processor.pid()).isEqualTo(okko.processor("fw").path("pid").asLong());
            }
        }
    }
}
