package okko.switchd;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;

/** Two hosts, each a network namespace with one interface, {@code eth0}; what joins them is the test's business. */
final class Hosts implements AutoCloseable {

    static final String ADDRESS_A = "10.78.0.1";
    static final String ADDRESS_B = "10.78.0.2";

    private static final String ID = Long.toString(ProcessHandle.current().pid() % 100_000);

    private final List<Process> started = new ArrayList<>();

    private Hosts() {}

    /** Makes the namespaces; the test is skipped where that is not allowed. */
    static Hosts create() throws Exception {
        assumeTrue(Processes.succeeds("ip", "netns", "add", namespace("a")), "network namespaces need root");
        Processes.run("ip", "netns", "add", namespace("b"));
        if (!Processes.succeeds("ping", "-V") || !Processes.succeeds("iperf3", "-v")) {
            try (Hosts _ = new Hosts()) {
                assumeTrue(false, "ping and iperf3 are not installed: iputils-ping, iperf3");
            }
        }
        return new Hosts();
    }

    static String namespace(String host) {
        return "okko-ports-" + host + "-" + ID;
    }

    /** The interface by which the switch reaches a host. */
    static String edge(String host) {
        return "okp" + host + ID;
    }

    /** Joins a host and the switch by a virtual cable, as it comes: what is left to a card there, nobody does. */
    void cable(String host) throws Exception {
        Processes.run("ip", "link", "add", edge(host), "type", "veth", "peer", "name", "eth0", "netns",
                namespace(host));
        Processes.run("ip", "link", "set", edge(host), "up");
        address(host);
    }

    /** Gives a host the interface that the switch has made for it. */
    void give(String host) throws Exception {
        Processes.run("ip", "link", "set", edge(host), "netns", namespace(host), "name", "eth0");
        address(host);
    }

    private static void address(String host) throws Exception {
        Processes.run("ip", "-n", namespace(host), "link", "set", "eth0", "up");
        Processes.run("ip", "-n", namespace(host), "addr", "add",
                (host.equals("a") ? ADDRESS_A : ADDRESS_B) + "/24", "dev", "eth0");
    }

    /** Runs a command on a host and returns what it printed. */
    String run(String host, String... command) throws Exception {
        return Processes.run(on(host, command).toArray(String[]::new));
    }

    /** Starts a command on a host; it is ended with the hosts. */
    Process start(String host, String... command) throws Exception {
        Process process = new ProcessBuilder(on(host, command)).redirectErrorStream(true).start();
        started.add(process);
        return process;
    }

    private static List<String> on(String host, String... command) {
        List<String> words = new ArrayList<>(List.of("ip", "netns", "exec", namespace(host)));
        words.addAll(List.of(command));
        return words;
    }

    @Override
    public void close() throws Exception {
        for (Process process : started) {
            process.destroyForcibly().waitFor();
        }
        Processes.succeeds("ip", "link", "del", edge("a"));
        Processes.succeeds("ip", "link", "del", edge("b"));
        Processes.succeeds("ip", "netns", "del", namespace("a"));
        Processes.succeeds("ip", "netns", "del", namespace("b"));
    }
}
