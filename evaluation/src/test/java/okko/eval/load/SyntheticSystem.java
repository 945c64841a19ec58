package okko.eval.load;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/** A system whose loss is a function of the load; remembers what it was asked. */
final class SyntheticSystem implements LoadTrial {

    private final DoubleUnaryOperator lossRatio;
    private final List<Double> loads = new ArrayList<>();

    SyntheticSystem(DoubleUnaryOperator lossRatio) {
        this.lossRatio = lossRatio;
    }

    /** {@return one that delivers its capacity and loses the rest} */
    static SyntheticSystem ofCapacity(double capacityMpps) {
        return new SyntheticSystem(mpps -> Math.max(0, 1 - capacityMpps / mpps));
    }

    List<Double> loads() {
        return loads;
    }

    @Override
    public Loss at(double mpps, long durationMs) {
        loads.add(mpps);
        long offered = Math.round(mpps * durationMs * 1e3);
        long lost = (long) Math.ceil(offered * lossRatio.applyAsDouble(mpps) - 1e-6);
        return new Loss(offered, Math.clamp(lost, 0, offered), durationMs * 1_000_000);
    }
}
