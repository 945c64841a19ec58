package okko.eval.load;

import java.io.IOException;
import okko.eval.measure.Offered;
import okko.eval.run.MeasuredSwitch;
import okko.eval.run.SwitchSubject;
import okko.eval.subject.Subject;

/** Our own switch under offered load: its replay port keeps to a rate, and loses what the switch does not take. */
public final class PacedSwitch implements PacedSubject {

    private final MeasuredSwitch measured;

    private PacedSwitch(MeasuredSwitch measured) {
        this.measured = measured;
    }

    /**
     * Finds out how packets are offered to a system, as {@link Pacing} asks.
     *
     * @param subject that runs
     * @return the same, to be asked for trials
     * @throws IOException if it is not our own switch
     */
    public static PacedSubject of(Subject subject) throws IOException {
        if (subject instanceof SwitchSubject ours) {
            return new PacedSwitch(ours.measured());
        }
        throw new IOException("packets are offered at a rate by our own replay port only");
    }

    @Override
    public Loss at(double mpps, long durationMs) throws IOException {
        return loss(measured.offer(mpps, durationMs));
    }

    @Override
    public Delays delaysAt(double mpps, long durationMs) throws IOException {
        Offered offered = measured.offer(mpps, durationMs);
        return offered.latencyNs().<Delays>map(delays -> new Delays.Measured(loss(offered), delays))
                .orElseGet(() -> new Delays.Unknown("some packets arrive as copies, whose way began elsewhere"));
    }

    private static Loss loss(Offered offered) {
        return new Loss(offered.offered(), offered.lost(), offered.elapsedNs());
    }
}
