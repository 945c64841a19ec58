package okko.eval.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import okko.eval.run.Child;

/**
 * Open vSwitch with DPDK, as Debian packs it: one thread that forwards on the second CPU, a source that plays a capture
 * without end, and a sink that swallows. All of its files are in one directory, its taps in a network namespace.
 *
 * <p>The daemon is called by its path, and given the memory that its pool takes at the start. {@code --no-telemetry}
 * lets it start without being root; {@code --no-pci} keeps it from the machine's own devices.
 */
public final class OvsDpdk implements AutoCloseable {

    private static final String SCHEMA = "/usr/share/openvswitch/vswitch.ovsschema";
    private static final String BRIDGE = "br0";
    static final String SOURCE = "src0";
    private static final String SINK = "sink0";
    static final int SOURCE_NUMBER = 1;
    static final int SINK_NUMBER = 2;
    private static final int FORWARDING_CPU = 1;
    private static final int LONGEST_SOCKET_PATH = 107;
    /** For up to 200,000 frames of a capture, beside what is under way. */
    private static final int STANDARD_MEMORY_MIB = 1024;

    private final NetworkNamespace namespace;
    private final PeerProcesses processes;

    private OvsDpdk(PeerProcesses processes, NetworkNamespace namespace) {
        this.processes = processes;
        this.namespace = namespace;
    }

    /**
     * Packets that came out so far, and when they were counted.
     *
     * @param packets sent to the sink
     * @param atNs    by {@link System#nanoTime}
     */
    public record Count(long packets, long atNs) {}

    /**
     * Starts it, with a sink and rules, and without a source.
     *
     * @param machine   that has all that it needs
     * @param directory for its files, empty; its path must be short; removed by {@link #close}
     * @param caches    that it is to use
     * @param flows     in the syntax of ovs-ofctl, from port 1 to port 2
     * @return the switch, idle
     * @throws IOException if something does not start, with what OVS said; nothing is left running then
     */
    public static OvsDpdk start(PeerMachine machine, Path directory, OvsCaches caches, List<String> flows)
            throws IOException {
        List<String> settings = new ArrayList<>(List.of(caches.settings()));
        settings.add(memory(STANDARD_MEMORY_MIB));
        OvsDpdk ovs = start(machine, directory, settings);
        try {
            ovs.addSink();
            ovs.addFlows(flows);
            return ovs;
        } catch (IOException e) {
            ovs.close();
            throw e;
        }
    }

    /** Starts it without ports and rules; settings are columns of the database's only row, with their values. */
    static OvsDpdk start(PeerMachine machine, Path directory, List<String> settings) throws IOException {
        String longest = directory.resolve(BRIDGE + ".mgmt").toString();
        if (longest.length() > LONGEST_SOCKET_PATH) {
            throw new IOException("a socket's path may have " + LONGEST_SOCKET_PATH + " characters: " + longest);
        }
        OvsDpdk ovs = new OvsDpdk(new PeerProcesses(directory), machine.namespace());
        try {
            ovs.attempt(() -> {
                ovs.startDatabase(settings);
                ovs.startDaemon();
                ovs.database("add-br", BRIDGE, "--", "set", "bridge", BRIDGE, "datapath_type=netdev",
                        "fail-mode=secure");
            });
            return ovs;
        } catch (IOException e) {
            ovs.close();
            throw e;
        }
    }

    /** A setting: what its pool of packets takes, in MiB of hugepages. */
    static String memory(int mib) {
        return "other_config:dpdk-socket-mem=" + mib;
    }

    /** Adds to a failure what OVS's log says of it. */
    private void attempt(Step step) throws IOException {
        try {
            step.run();
        } catch (IOException e) {
            throw new IOException("OVS-DPDK: " + e.getMessage() + lastError(), e);
        }
    }

    @FunctionalInterface
    private interface Step {
        void run() throws IOException;
    }

    private void startDatabase(List<String> settings) throws IOException {
        command(List.of("ovsdb-tool", "create", file("conf.db"), SCHEMA)).run();
        Child server = start("ovsdb-server", List.of(), "ovsdb-server", "--no-chdir", "--pidfile=" + file("db.pid"),
                "-vconsole:off", "--log-file=" + file("db.log"), "--unixctl=" + file("db.ctl"),
                "--remote=punix:" + file("db.sock"), file("conf.db"));
        server.await("ready", () -> Files.exists(processes.directory().resolve("db.sock")));
        List<String> words = new ArrayList<>(List.of("--no-wait", "init", "--", "set", "Open_vSwitch", ".",
                "other_config:dpdk-init=true", "other_config:dpdk-lcore-mask=0x1",
                "other_config:pmd-cpu-mask=0x" + Integer.toHexString(1 << FORWARDING_CPU),
                "other_config:dpdk-extra=--no-pci --no-telemetry --file-prefix="
                        + processes.directory().getFileName()));
        words.addAll(settings);
        database(words.toArray(String[]::new));
    }

    private void startDaemon() throws IOException {
        // The bridge's taps need CAP_NET_ADMIN over the namespace that they are made in.
        Child daemon = start("ovs-vswitchd", namespace.prefix(), "/" + PeerMachine.DAEMON, "--no-chdir",
                "--pidfile=" + file("vs.pid"), "-vconsole:off", "--log-file=" + file("vs.log"),
                "--unixctl=" + file("vs.ctl"), "unix:" + file("db.sock"));
        daemon.await("ready", () -> Files.exists(processes.directory().resolve("vs.ctl")));
    }

    /**
     * Lets traffic in: from now on it plays a capture without end.
     *
     * @param capture pcap file; all of its frames must fit into OVS's memory, some 200,000 at most
     * @throws IOException if OVS does not take it
     */
    public void addSource(Path capture) throws IOException {
        addPort(SOURCE, SOURCE_NUMBER, "net_pcap0,rx_pcap=" + capture + ",infinite_rx=1");
    }

    /** Adds the port that swallows. */
    void addSink() throws IOException {
        addPort(SINK, SINK_NUMBER, "net_null0,no-rx=1");
    }

    /** Adds a port on a device of DPDK. */
    void addPort(String name, int number, String device) throws IOException {
        addPort(name, number, "type=dpdk", "options:dpdk-devargs=" + device);
    }

    /** Adds the switch's end of a connection in shared memory; who makes the socket is the other end. */
    void addVhostPort(String name, int number, Path socket) throws IOException {
        addPort(name, number, "type=dpdkvhostuserclient", "options:vhost-server-path=" + socket);
    }

    /** Its exit status says nothing about the port: only the database does. */
    private void addPort(String name, int number, String type, String option) throws IOException {
        attempt(() -> {
            database("add-port", BRIDGE, name, "--", "set", "interface", name, type, "ofport_request=" + number,
                    option);
            List<String> answer = database("get", "interface", name, "error", "ofport").lines().toList();
            if (!answer.equals(List.of("[]", Integer.toString(number)))) {
                throw new IOException("no port " + name + ": " + String.join(", ", answer));
            }
        });
    }

    /** Removes a port; what it was sent is where it belongs then. */
    void removePort(String name) throws IOException {
        attempt(() -> database("del-port", BRIDGE, name));
    }

    boolean isLinkUp(String name) throws IOException {
        return database("get", "interface", name, "link_state").trim().equals("up");
    }

    /** Adds rules, in the syntax of ovs-ofctl; a rule of equal match takes the place of the former one. */
    void addFlows(List<String> flows) throws IOException {
        attempt(() -> ofctl("add-flows", "-").run(String.join("\n", flows) + "\n"));
    }

    /**
     * Counts what came out.
     *
     * @return packets so far
     * @throws IOException if OVS does not answer
     */
    public Count count() throws IOException {
        OvsPorts ports = ports();
        return new Count(ports.of(SINK_NUMBER).sent(), ports.atNs());
    }

    /** Reads the counts of all ports. */
    OvsPorts ports() throws IOException {
        long beforeNs = System.nanoTime();
        String text = command(List.of("ovs-ofctl", "-t", "15", "dump-ports", "unix:" + file(BRIDGE + ".mgmt"))).run();
        long afterNs = System.nanoTime();
        return OvsPorts.parse(text, beforeNs + (afterNs - beforeNs) / 2);
    }

    /**
     * Sets the counts of {@link #stats} to 0.
     *
     * @throws IOException if OVS does not answer
     */
    public void clearStats() throws IOException {
        appctl("dpif-netdev/pmd-stats-clear").run();
    }

    /**
     * Asks what its thread did since {@link #clearStats}.
     *
     * @return the counts
     * @throws IOException if OVS does not answer
     */
    public OvsStats stats() throws IOException {
        return OvsStats.parse(threadStats());
    }

    /** What its thread took since {@link #clearStats}. */
    PmdCounts taken() throws IOException {
        return PmdCounts.parse(threadStats());
    }

    private String threadStats() throws IOException {
        return appctl("dpif-netdev/pmd-stats-show", "-pmd", Integer.toString(FORWARDING_CPU)).run();
    }

    /**
     * Asks what is installed.
     *
     * @return its version and DPDK's, in a line
     * @throws IOException if it cannot be started
     */
    public static String version() throws IOException {
        return String.join(", ", new Command(Map.of(), List.of("/" + PeerMachine.DAEMON, "--version")).run().lines()
                .filter(line -> line.contains("Open vSwitch") || line.startsWith("DPDK")).toList());
    }

    private String database(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of("ovs-vsctl", "--db=unix:" + file("db.sock"), "-t", "20"));
        command.addAll(List.of(words));
        return command(command).run();
    }

    private Command ofctl(String verb, String argument) {
        return command(List.of("ovs-ofctl", "-t", "15", verb, "unix:" + file(BRIDGE + ".mgmt"), argument));
    }

    private Command appctl(String... words) {
        List<String> command = new ArrayList<>(List.of("ovs-appctl", "-T", "10", "-t", file("vs.ctl")));
        command.addAll(List.of(words));
        return command(command);
    }

    private Child start(String name, List<String> prefix, String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of("env"));
        folders().forEach((variable, folder) -> command.add(variable + "=" + folder));
        command.addAll(prefix);
        command.addAll(PeerProcesses.ENDS_WITH_PARENT);
        command.addAll(List.of(words));
        return processes.start(name, command, Redirect.from(Path.of("/dev/null").toFile()));
    }

    /** Its processes, for those that a port of it leads to: they pause with it, and end before it. */
    PeerProcesses processes() {
        return processes;
    }

    private Command command(List<String> words) {
        return new Command(folders(), words);
    }

    /** All of OVS's programs look for each other's files in these. */
    private Map<String, String> folders() {
        Map<String, String> folders = new TreeMap<>();
        for (String variable : List.of("OVS_RUNDIR", "OVS_LOGDIR", "OVS_DBDIR", "OVS_SYSCONFDIR")) {
            folders.put(variable, processes.directory().toString());
        }
        return folders;
    }

    private String file(String name) {
        return processes.file(name);
    }

    /** The last line of the daemon's log that complains; nothing if there is none. */
    private String lastError() {
        try (Stream<String> lines = Files.lines(Path.of(file("vs.log")))) {
            return lines.filter(line -> line.contains("|ERR|") || line.contains("|EMER|"))
                    .map(line -> line.substring(line.lastIndexOf('|') + 1)).reduce((_, last) -> last)
                    .map(line -> " (" + line + ")").orElse("");
        } catch (IOException | UncheckedIOException e) {
            return ""; // it did not come so far as to have a log
        }
    }

    /** Ends it in order, by force if need be, and removes its files. */
    @Override
    public void close() {
        try {
            processes.resume();
            if (Files.exists(Path.of(file("vs.ctl")))) {
                appctl("exit", "--cleanup").tryRun();
            }
        } catch (IOException e) {
            // It does not listen; it is ended below.
        }
        processes.close();
    }
}
