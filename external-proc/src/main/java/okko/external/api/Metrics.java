package okko.external.api;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/** What a processor counts, by name; shown by {@code --metrics} and by the test kit. */
public final class Metrics {

    /** A name is written as it is into OpenMetrics text, behind a prefix. */
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,63}");

    private final List<Metric> metrics = new CopyOnWriteArrayList<>();

    /** Makes an empty register. */
    public Metrics() {}

    /** A registered number: a counter or a gauge. */
    public abstract static sealed class Metric {

        private final String name;
        private final String help;
        private final AtomicLong value = new AtomicLong();

        private Metric(String name, String help) {
            this.name = name;
            this.help = help;
        }

        /** {@return its name} */
        public String name() {
            return name;
        }

        /** {@return what it says, in a line} */
        public String help() {
            return help;
        }

        /** {@return its value, a recent one; any thread may ask} */
        public long value() {
            return value.getOpaque();
        }

        // Opaque: one thread writes, others want a recent value and nothing that was written before it.
        void store(long newValue) {
            value.setOpaque(newValue);
        }

        long plain() {
            return value.getPlain();
        }
    }

    /** A number that only grows. One thread counts. */
    public static final class Counter extends Metric {

        private Counter(String name, String help) {
            super(name, help);
        }

        /**
         * Counts.
         *
         * @param count 0 or more
         */
        public void add(long count) {
            store(plain() + count);
        }

        /** Counts one. */
        public void increment() {
            store(plain() + 1);
        }
    }

    /** A number that goes up and down. One thread sets it. */
    public static final class Gauge extends Metric {

        private Gauge(String name, String help) {
            super(name, help);
        }

        /**
         * Sets the value.
         *
         * @param newValue any
         */
        public void set(long newValue) {
            store(newValue);
        }
    }

    /**
     * Registers a counter.
     *
     * @param name lower-case letters, digits and underscores; new here
     * @param help what it counts, in a line
     * @return the counter, at 0
     */
    public Counter counter(String name, String help) {
        return register(new Counter(name, help));
    }

    /**
     * Registers a gauge.
     *
     * @param name lower-case letters, digits and underscores; new here
     * @param help what it measures, in a line
     * @return the gauge, at 0
     */
    public Gauge gauge(String name, String help) {
        return register(new Gauge(name, help));
    }

    private <M extends Metric> M register(M metric) {
        if (!NAME.matcher(metric.name()).matches()) {
            throw new IllegalArgumentException("a metric's name has 1 to 64 lower-case letters, digits and underscores,"
                    + " and begins with a letter: " + metric.name());
        }
        if (metrics.stream().anyMatch(other -> other.name().equals(metric.name()))) {
            throw new IllegalArgumentException("there is a metric of that name already: " + metric.name());
        }
        metrics.add(metric);
        return metric;
    }

    /** {@return all that are registered, in that order} */
    public List<Metric> all() {
        return new ArrayList<>(metrics);
    }
}
