package okko.eval.paper;

import java.util.List;

/**
 * End-to-end throughput that the authors of Oko published: three applications in three places.
 *
 * <p>Read off the vector figure "end-to-end throughput" of the slides of "Oko: Extending Open vSwitch with Stateful
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

    private OkoFigures() {}

    /** {@return the figure's three groups of bars} */
    public static List<Bar> endToEnd() {
        return END_TO_END;
    }

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
