package okko.switchd.border;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import okko.switchd.Processes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A processor dies at each place between two of its stores, one place after the other, until it dies of old age. */
class CrashPointIT {

    /** Fewer would mean that the peer has lost its crash points, and that this test tests nothing. */
    private static final int FEWEST_PLACES = 30;

    private static final int EMPTY_BUFFERS = 2;

    @TempDir
    private Path directory;

    /** What the peer said last, in its own words. */
    private record LastWords(String place, int answers, int originated, int status) {

        boolean crashed() {
            return status == CrashPoint.STATUS;
        }
    }

    @Test
    void shouldLoseNothingButWhatTheDeadHeldWhereverItDies() throws Exception {
        List<String> places = new ArrayList<>();
        try (SwitchUnderTest okko = SwitchUnderTest.start(directory, EMPTY_BUFFERS)) {
            LastWords last;
            do {
                Counts before = okko.counts();
                okko.startTraffic();
                last = live(okko, places.size());
                places.add(last.place());
                okko.await(last.place() + ": the dead is gone", () -> isForgotten(okko, before));
                okko.stopTraffic();
                assertCounts(last, okko.counts().since(before));
                okko.assertConserved(0);
                okko.assertAMillionPacketsFlow("processor_absent");
            } while (last.crashed());
        }
        assertThat(places).hasSizeGreaterThan(FEWEST_PLACES);
    }

    private static LastWords live(SwitchUnderTest okko, int place) throws Exception {
        Process peer = new ProcessBuilder(Processes.java(MortalPeer.class, okko.attachSocket().toString(), "fw",
                        Integer.toString(place)))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String[] words = new String(peer.getInputStream().readAllBytes()).strip().split("\t");
        assertThat(words).as("crash point " + place).hasSize(5);
        return new LastWords(words[2], Integer.parseInt(words[3]), Integer.parseInt(words[4]), peer.waitFor());
    }

    /** Whoever attached has died and is forgotten; who was never attached leaves nothing behind. */
    private static boolean isForgotten(SwitchUnderTest okko, Counts before) {
        Counts now = okko.counts();
        return now.attached() - before.attached() == now.died() - before.died() && okko.state("fw").equals("absent");
    }

    private static void assertCounts(LastWords last, Counts moved) {
        switch (last.place()) {
            case "not connected", "connected" -> assertThat(moved.attached()).as(last.place()).isZero();
            case "request sent" -> assertThat(moved.attached()).as(last.place()).isBetween(0L, 1L); // a race of two
            default -> assertThat(moved.attached()).as(last.place()).isOne();
        }
        assertThat(moved.received()).as(last + " " + moved).isEqualTo(last.answers() + last.originated());
        assertThat(moved.lostWithTheDead()).as(last + " " + moved)
                .isEqualTo(moved.sent() + last.originated() - moved.received());
        assertThat(moved.strikes()).as(last + " " + moved).isZero();
    }
}
