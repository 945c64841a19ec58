package okko.eval.load;

/**
 * One trial of a search or a curve.
 *
 * @param mpps       offered load, million packets per second
 * @param durationMs for which packets were due
 * @param loss       what became of them
 */
public record LoadSample(double mpps, long durationMs, Loss loss) {}
