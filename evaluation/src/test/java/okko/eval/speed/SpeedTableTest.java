package okko.eval.speed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import okko.eval.measure.Environment;
import okko.eval.speed.BenchReport.Twin;
import okko.eval.speed.SpeedReport.Entry;
import org.junit.jupiter.api.Test;

class SpeedTableTest {

    private static final Environment MACHINE = new Environment("a CPU", 2, "a kernel", "a JDK", List.of("-XX:+Flag"),
            null, "0.1 0.1 0.1", "0.2 0.2 0.2", "0123456789abcdef", false, "2026-11-22T12:00:00Z", null);

    @Test
    void shouldPutRatioAndPeerBesideEachProgram() {
        assertThat(SpeedTable.of(report(new Twin("gcc -O2", 2, 2.5, "a", 1.5))))
                .contains("| p0f, fixed layout | 3.00 | 2.00 | 1.50 | 2.06 | 700 |")
                .contains("commit 0123456789ab")
                .contains("-XX:+Flag", "a CPU, 2 cores", "a gcc");
    }

    @Test
    void shouldLeaveTheComparisonOutWhenThereIsNoCompiler() {
        assertThat(SpeedTable.of(report(null))).contains("| p0f, fixed layout | 3.00 |  |  | 2.06 | 700 |");
    }

    private static SpeedReport report(Twin twin) {
        var bench = new BenchReport("entry", "oko", "jit", false, 40, 64, 300, 3, 4, 1000, "a", 700, 30, 20,
                new LoadTimes(10, 20, 30), twin);
        return new SpeedReport(MACHINE, "a gcc", List.of(new Entry("fixed", bench)), bench, 20);
    }
}
