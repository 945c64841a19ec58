package okko.switchd.stock;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import okko.ringshm.capture.Capture;
import okko.switchd.Processes;
import org.junit.jupiter.api.Assumptions;

/**
 * The stock Open vSwitch, with its database in a directory of its own and ports that are files: nothing of it is in the
 * kernel, and nothing of the machine's own is touched. Packets are put into a port by command, and what a port sends is
 * captured.
 */
final class OpenVSwitch implements AutoCloseable {

    private static final Path SCHEMA = Path.of("/usr/share/openvswitch/vswitch.ovsschema");

    private static final int COMMANDS_PER_ROUND = 10;

    private final Path directory;
    private final int ports;
    private final List<Process> processes = new ArrayList<>();
    private final Map<Integer, Integer> packetsRead = new TreeMap<>();
    private UnixControl control;

    private OpenVSwitch(Path directory, int ports) {
        this.directory = directory;
        this.ports = ports;
    }

    /**
     * Starts it with bridge {@code br0} and ports {@code p1} to {@code pN}, numbered alike; the test is skipped where
     * it is not installed.
     */
    static OpenVSwitch start(Path directory, int ports) throws Exception {
        Assumptions.assumeTrue(Files.isReadable(SCHEMA) && Processes.succeeds("ovs-vswitchd", "--version"),
                "Open vSwitch is not installed: apt-get install openvswitch-switch");
        var openVSwitch = new OpenVSwitch(directory, ports);
        try {
            openVSwitch.start();
        } catch (Throwable failure) {
            openVSwitch.close();
            throw failure;
        }
        return openVSwitch;
    }

    private void start() throws Exception {
        String database = "unix:" + directory.resolve("db.sock");
        Processes.run("ovsdb-tool", "create", directory.resolve("conf.db").toString(), SCHEMA.toString());
        launch("db", "ovsdb-server", directory.resolve("conf.db").toString(), "--remote=p" + database);
        Processes.run("ovs-vsctl", "--timeout=60", "--db=" + database, "--no-wait", "init", "--",
                "set", "Open_vSwitch", ".", "other_config:vlan-limit=0"); // as many tags as there are
        launch("vs", "ovs-vswitchd", database, "--enable-dummy=override", "--disable-system");
        List<String> words = new ArrayList<>(List.of("ovs-vsctl", "--timeout=60", "--db=" + database, "add-br", "br0",
                "--", "set", "bridge", "br0", "datapath_type=dummy", "fail-mode=secure",
                "protocols=OpenFlow10,OpenFlow13,OpenFlow15"));
        for (int port = 1; port <= ports; port++) {
            words.addAll(List.of("--", "add-port", "br0", "p" + port, "--", "set", "Interface", "p" + port,
                    "type=dummy", "ofport_request=" + port, "options:tx_pcap=" + capture(port)));
        }
        Processes.run(words.toArray(String[]::new));
        control = UnixControl.connect(directory.resolve("vs.ctl"));
    }

    private void launch(String name, String... command) throws Exception {
        List<String> words = new ArrayList<>(List.of(command));
        words.addAll(List.of("--unixctl=" + directory.resolve(name + ".ctl"), "-vconsole:emer",
                "-vsyslog:off", "--no-chdir"));
        var builder = new ProcessBuilder(words).redirectErrorStream(true)
                .redirectOutput(directory.resolve(name + ".out").toFile());
        for (String variable : List.of("OVS_RUNDIR", "OVS_DBDIR", "OVS_LOGDIR")) {
            builder.environment().put(variable, directory.toString());
        }
        processes.add(builder.start());
        Path socket = directory.resolve(name + ".ctl");
        Processes.await(socket.toString(), () -> Files.exists(socket));
    }

    /** Where ovs-ofctl reaches its bridge. */
    String target() {
        return "unix:" + directory.resolve("br0.mgmt");
    }

    /** Does a command as ovs-appctl does. */
    String ask(String command, String... arguments) throws IOException {
        return control.ask(command, arguments);
    }

    /** Puts packets into a port; they are through when {@link #settle} returns. */
    void receive(int port, List<byte[]> frames) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("p" + port));
        frames.forEach(frame -> arguments.add(HexFormat.of().formatHex(frame)));
        control.ask("netdev-dummy/receive", arguments.toArray(String[]::new));
    }

    /**
     * Waits until all packets are through: the one thread that forwards them and answers commands does up to ten
     * commands of a connection, and then the packets that are there.
     */
    void settle() throws IOException {
        for (int i = 0; i < 2 * COMMANDS_PER_ROUND; i++) {
            control.ask("version");
        }
    }

    /** What a port has sent since it was last asked. */
    List<byte[]> sentBy(int port) throws IOException {
        Capture all = Capture.read(capture(port));
        int from = packetsRead.getOrDefault(port, 0);
        packetsRead.put(port, all.size());
        return IntStream.range(from, all.size()).mapToObj(all::frame).toList();
    }

    private Path capture(int port) {
        return directory.resolve("p" + port + ".pcap");
    }

    @Override
    public void close() throws IOException {
        if (control != null) {
            control.close();
        }
        for (Process process : processes.reversed()) {
            if (!process.isAlive()) {
                System.out.println("ended with status " + process.exitValue() + ": "
                        + process.info().command().orElse("a process of Open vSwitch"));
                for (String log : List.of("db.out", "vs.out")) {
                    System.out.print(Files.readString(directory.resolve(log)));
                }
            }
            process.destroy();
            try {
                if (!process.waitFor(10, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
    }
}
