package okko.eval.network;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A network namespace without a name, which lasts as long as a process does: one that waits for the end of its input,
 * and so ends with this JVM, be it killed. With it go the namespace, its interfaces, and the far ends of its cables.
 */
public final class VirtualHost implements AutoCloseable {

    private static final String READY = "ready";
    private static final int PATIENCE_SECONDS = 30;

    /** Columns of a line of {@code /proc/PID/net/dev} behind the interface's name, counted from 0. */
    private static final int RECEIVE_DROPPED = 3;
    private static final int SEND_DROPPED = 11;

    private final Process holder;

    private VirtualHost(Process holder) {
        this.holder = holder;
    }

    /**
     * Starts a host without interfaces.
     *
     * @return the host, to be closed
     * @throws IOException if this machine or this user may not have one, with the kernel's words
     */
    public static VirtualHost start() throws IOException {
        // No neighbour discovery: every frame on the cables is to be one that was sent on purpose.
        Process holder = new ProcessBuilder("unshare", "--net", "sh", "-c",
                "echo 1 > /proc/sys/net/ipv6/conf/default/disable_ipv6; echo " + READY + "; exec cat > /dev/null")
                .redirectErrorStream(true).start();
        BufferedReader words = holder.inputReader();
        List<String> said = new ArrayList<>();
        for (String line = words.readLine(); line != null; line = words.readLine()) {
            if (line.equals(READY)) {
                return new VirtualHost(holder);
            }
            said.add(line); // a kernel without IPv6 has nothing to switch off, and says so
        }
        throw new IOException(said.isEmpty() ? "unshare ended without a word" : said.getLast());
    }

    /** {@return why this machine has no such hosts, in a line; empty if it has} */
    public static Optional<String> obstacle() {
        try (VirtualHost one = start(); VirtualHost other = start()) {
            one.connect("probe", other, "probe");
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("needs root, unshare, nsenter and ip for network namespaces: " + e.getMessage());
        }
    }

    /**
     * Places a command on this host.
     *
     * @param words of the command
     * @return words of a command that becomes it, under the same process id
     */
    public List<String> command(List<String> words) {
        List<String> placed = new ArrayList<>(List.of("nsenter", "--net=/proc/" + holder.pid() + "/ns/net"));
        placed.addAll(words);
        return placed;
    }

    /**
     * Lays a cable, a veth pair, to another host, and switches both ends on.
     *
     * @param name      of the interface here
     * @param other     host at the other end
     * @param otherName of the interface there
     * @throws IOException if there is such an interface already, or the kernel refuses
     */
    public void connect(String name, VirtualHost other, String otherName) throws IOException {
        run("ip", "link", "add", name, "type", "veth", "peer", "name", otherName, "netns",
                Long.toString(other.holder.pid()));
        run("ip", "link", "set", name, "up");
        other.run("ip", "link", "set", otherName, "up");
    }

    /**
     * Gives an interface an address.
     *
     * @param name    of the interface
     * @param address with the length of its prefix, as ip(8) takes it
     * @throws IOException if the kernel refuses
     */
    public void address(String name, String address) throws IOException {
        run("ip", "addr", "add", address, "dev", name);
    }

    /**
     * Counts what the kernel has dropped on all interfaces, because a queue was full.
     *
     * @return packets so far, in both directions
     * @throws IOException if the host is gone
     */
    public long dropped() throws IOException {
        long dropped = 0;
        for (String line : Files.readAllLines(Path.of("/proc", Long.toString(holder.pid()), "net", "dev"))) {
            int name = line.indexOf(':');
            if (name >= 0) {
                String[] counts = line.substring(name + 1).trim().split(" +");
                dropped += Long.parseLong(counts[RECEIVE_DROPPED]) + Long.parseLong(counts[SEND_DROPPED]);
            }
        }
        return dropped;
    }

    private void run(String... words) throws IOException {
        Process process = new ProcessBuilder(command(List.of(words))).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String printed = new String(process.getInputStream().readAllBytes()).strip();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(String.join(" ", words) + " did not end");
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException(String.join(" ", words) + ": interrupted", e);
        }
        if (process.exitValue() != 0) {
            throw new IOException(String.join(" ", words) + ": " + printed.lines().findFirst().orElse("refused"));
        }
    }

    /** Lets the host go; it is gone when the last process on it has ended. */
    @Override
    public void close() {
        holder.destroy();
        try {
            if (!holder.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                holder.destroyForcibly();
            }
        } catch (InterruptedException e) {
            holder.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
