package okko.eval.live;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A host for a test: a network namespace with one interface, whose other end is the switch's. Gone when closed. */
final class Host implements AutoCloseable {

    private final String namespace;
    private final String switchInterface;

    private Host(String namespace, String switchInterface) {
        this.namespace = namespace;
        this.switchInterface = switchInterface;
    }

    /** Makes a host; names carry this process's id, so that nobody else's are touched. */
    static Host create(String name, String address) throws IOException, InterruptedException {
        long id = ProcessHandle.current().pid() % 1_000_000;
        Host host = new Host("okko-it-" + name + "-" + id, "ok" + name + id);
        command("ip", "netns", "add", host.namespace);
        try {
            host.connect(address);
        } catch (IOException | InterruptedException | AssertionError e) {
            command("ip", "netns", "del", host.namespace);
            throw e;
        }
        return host;
    }

    private void connect(String address) throws IOException, InterruptedException {
        command("ip", "link", "add", switchInterface, "type", "veth", "peer", "name", "eth0", "netns", namespace);
        run("ip", "link", "set", "eth0", "gso_max_segs", "1"); // frames no longer than on a wire
        run("ip", "addr", "add", address, "dev", "eth0");
        run("ip", "link", "set", "eth0", "up");
        run("ip", "link", "set", "lo", "up");
        command("ip", "link", "set", switchInterface, "up");
    }

    /** Whether this machine lets a test make hosts. */
    static boolean areAllowed() {
        try {
            String probe = "okko-it-probe-" + ProcessHandle.current().pid();
            command("ip", "netns", "add", probe);
            command("ip", "netns", "del", probe);
            return true;
        } catch (IOException | AssertionError e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Skips the test, and says so, on a machine that does not let it make hosts. */
    static void assumeAllowed() {
        boolean allowed = areAllowed();
        if (!allowed) {
            System.err.println("skipped: network namespaces need root and iproute2");
        }
        assumeTrue(allowed, "network namespaces need root and iproute2");
    }

    String switchInterface() {
        return switchInterface;
    }

    /** Starts a command on this host. */
    Process start(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        command.addAll(Arrays.asList(words));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    /** Runs a command on this host that must succeed. */
    String run(String... words) throws IOException, InterruptedException {
        Process process = start(words);
        String printed = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new AssertionError(String.join(" ", words) + ": " + printed);
        }
        return printed;
    }

    /**
     * Fetches the page of a web server by a TCP connection of its own, and returns its last line, or an empty string
     * if there was no connection.
     */
    String fetch(String address, int port, int patienceSeconds) throws IOException, InterruptedException {
        Process client = start(
                "timeout", Integer.toString(patienceSeconds), "bash", "-c",
                "exec 3<>/dev/tcp/%s/%d && printf 'GET / HTTP/1.0\\r\\n\\r\\n' >&3 && tail -n 1 <&3".formatted(address, port));
        String printed = new String(client.getInputStream().readAllBytes()).strip();
        return client.waitFor() == 0 ? printed : "";
    }

    @Override
    public void close() throws IOException, InterruptedException {
        command("ip", "link", "del", switchInterface); // at once; with the namespace alone it would go some time later
        command("ip", "netns", "del", namespace);
    }

    private static void command(String... words) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes());
        if (!process.waitFor(10, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new AssertionError(String.join(" ", words) + ": " + printed);
        }
    }
}
