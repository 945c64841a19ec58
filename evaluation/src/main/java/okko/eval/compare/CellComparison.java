package okko.eval.compare;

import okko.eval.report.Results.Range;

/**
 * A cell in two results, A and B; what has no value is {@code null}.
 *
 * @param experiment  that the cell belongs to
 * @param label       of the variant
 * @param aMpps       median throughput in A, million packets per second
 * @param bMpps       the same in B
 * @param ratio       B to A, with the interval that both results' trials and starts give
 * @param repeated    whether A's median lies in B's interval
 * @param verdict     what may be said
 * @param regression  whether B is slower by more than the threshold, the whole interval of it, or no longer proved
 * @param improvement whether B is faster by more than the threshold, the whole interval of it
 */
public record CellComparison(String experiment, String label, Double aMpps, Double bMpps, Range ratio,
        Boolean repeated, Verdict verdict, boolean regression, boolean improvement) {}
