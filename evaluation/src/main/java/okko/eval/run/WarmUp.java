package okko.eval.run;

import java.io.IOException;
import java.util.List;
import okko.eval.subject.Subject;

/** Works until a system's rate is steady. */
public final class WarmUp {

    /** The rate counts as steady when a slice is within this share of the one before, twice in a row. */
    private static final double STEADY_SHARE = 0.04;
    private static final int STEADY_SLICES = 2;

    private WarmUp() {}

    /**
     * Puts a system under full load until its rate is steady, or it has had time enough.
     *
     * @param subject    to warm up
     * @param mostSlices of {@value Method#WARM_UP_SLICE_MS} ms, at least 1
     * @param slicesMpps where to put the throughput of each slice, also when one fails
     * @throws IOException if a slice does
     */
    public static void run(Subject subject, int mostSlices, List<Double> slicesMpps) throws IOException {
        double lastMpps = 0;
        int steadySlices = 0;
        for (int slice = 0; slice < mostSlices && steadySlices < STEADY_SLICES; slice++) {
            double mpps = subject.run(Method.WARM_UP_SLICE_MS).mpps();
            slicesMpps.add(mpps);
            boolean steady = Math.abs(mpps - lastMpps) <= STEADY_SHARE * lastMpps;
            steadySlices = steady ? steadySlices + 1 : 0;
            lastMpps = mpps;
        }
    }
}
