package okko.eval.speed;

import java.util.List;
import okko.eval.measure.Environment;

/**
 * What {@code okko bpf compare --json} prints.
 *
 * @param environment    machine and build
 * @param compiler       of the C twins, in its own words; {@code null} if there is none
 * @param programs       in the order of {@link SpeedProgram}
 * @param interpreter    header parse, interpreted
 * @param lookUpNs       a look-up of a 16-byte key among 100,000 entries, nanoseconds
 */
public record SpeedReport(
        Environment environment, String compiler, List<Entry> programs, BenchReport interpreter, double lookUpNs) {

    /**
     * One program.
     *
     * @param label  its name
     * @param report its times
     */
    public record Entry(String label, BenchReport report) {}
}
