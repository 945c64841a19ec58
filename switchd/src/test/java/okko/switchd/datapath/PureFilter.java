package okko.switchd.datapath;

import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;
import java.util.stream.IntStream;
import okko.switchd.packet.ByteRanges;
import okko.switchd.packet.Filter;

/** A filter that keeps nothing in mind, and counts how often it is asked all the same. */
final class PureFilter implements Filter {

    int runs;
    private final LongPredicate test;
    private final ByteRanges bytes;

    /** Bounds are pairs of a first byte and the one behind the last. */
    PureFilter(LongPredicate test, int... bounds) {
        this.test = test;
        bytes = new ByteRanges(IntStream.range(0, bounds.length / 2)
                .mapToObj(i -> new ByteRanges.Range(bounds[2 * i], bounds[2 * i + 1]))
                .toList());
    }

    @Override
    public boolean matches(long frame, int lengthBytes) {
        runs++;
        return test.test(frame);
    }

    @Override
    public Optional<ByteRanges> dependsOnlyOn() {
        return Optional.of(bytes);
    }
}
