package okko.eval.paper;

import java.util.List;

/**
 * What the authors of Oko published: three applications in three places, what support for programs costs by the caches
 * in use, and chains of programs.
 *
 * <p>Read off the vector figures of the slides of "Oko: Extending Open vSwitch with Stateful
 * Filters", Open vSwitch Fall Conference 2018; accurate to 0.01 Mpps. The machine, the packet size and the number of
 * flows are not given there, so only ratios can be compared.
 */
public final class OkoFigures {

    /** Where the figures come from, as a reader would cite it. */
    public static final String SOURCE =
            "P. Chaignon, “Oko: Extending Open vSwitch with Stateful Filters”, Open vSwitch Fall Conference 2018, "
                    + "figure “end-to-end throughput”";

    private static final List<Bar> END_TO_END = List.of(
            new Bar("Anti-DDoS (p0f)", "p0f", 3.34, 3.82, 7.05),
            new Bar("Stateful firewall", "firewall", 1.94, 3.34, 5.93),
            new Bar("TCP analysis (Dapper)", "dapper", 1.94, 3.34, 5.71));

    private static final List<CacheBars> CACHES = List.of(
            new CacheBars("Open vSwitch", "none", 3.03, 2.95, 0.655),
            new CacheBars("Oko, no program", "idle", 3.05, 2.89, 0.634),
            new CacheBars("Oko, 1 program", "one", 2.86, 2.79, 0.562));

    private static final List<Line> CHAINS = List.of(
            new Line("EMC", "all", List.of(13.62, 12.84, 12.11, 11.57, 10.99, 10.42, 9.96, 9.47, 9.07, 8.58)),
            new Line("megaflow cache", "megaflow",
                    List.of(9.76, 9.42, 9.13, 8.85, 8.68, 8.39, 8.01, 7.91, 7.67, 7.47)));

    private OkoFigures() {}

    /** {@return the figure's three groups of bars} */
    public static List<Bar> endToEnd() {
        return END_TO_END;
    }

    /** {@return the three groups of bars of the figure "packet classification", one per use of programs} */
    public static List<CacheBars> caches() {
        return CACHES;
    }

    /** {@return the two lines of the figure "chains of BPF programs"} */
    public static List<Line> chains() {
        return CHAINS;
    }

    /**
     * A use of programs, by the caches that are left in use; million packets per second.
     *
     * @param name         in the figure
     * @param program      value of the parameter "program" that corresponds to it here
     * @param allMpps      with the exact-match and the megaflow cache
     * @param megaflowMpps with the megaflow cache alone
     * @param noneMpps     with each packet classified
     */
    public record CacheBars(String name, String program, double allMpps, double megaflowMpps, double noneMpps) {}

    /**
     * Throughput over the length of a chain of programs.
     *
     * @param name  of the cache in the figure
     * @param cache that corresponds to it here
     * @param mpps  of chains of 1, 2, and so on to 10 programs, million packets per second
     */
    public record Line(String name, String cache, List<Double> mpps) {}

    /**
     * One application of the figure.
     *
     * @param application   its name in the figure
     * @param workload      name of the workload here that corresponds to it
     * @param machineMpps   in a virtual machine behind vhost-user: two copies
     * @param processMpps   in a process that shares memory with the switch: no copy
     * @param inSwitchMpps  in the switch, as a BPF filter
     */
    public record Bar(String application, String workload, double machineMpps, double processMpps,
            double inSwitchMpps) {

        /** {@return how many times faster the switch is than the process that shares memory with it} */
        public double inSwitchToProcess() {
            return inSwitchMpps / processMpps;
        }
    }
}
