package okko.eval.peer;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import okko.eval.run.Child;
import okko.eval.run.JavaCommand;
import okko.eval.subject.Subject;
import okko.eval.subject.SubjectPlan;

/**
 * A bridge of the kernel between two hosts, as a container's network is made:
 * <pre>
 *  namespace 1        namespace 2         namespace 3
 *  sender --- s0 ==== pa - br0 - pb ==== r0 --- receiver
 * </pre>
 * The namespaces have no names: they are there as long as the processes in them, and vanish with all that is in them
 * however those end. What is sent to leaves by {@code pb}, whoever it is from: the capture shows both directions of its
 * connections to one port, so the bridge learns nothing, and is told the addresses instead.
 */
final class BridgePlan implements SubjectPlan {

    /** Interface of the sender. */
    static final String SENDER = "s0";
    /** Interface of the receiver. */
    static final String RECEIVER = "r0";
    /** Port of the bridge that frames leave by. */
    static final String OUT = "pb";

    private static final int HEADER_BYTES = 14;
    private static final int USUAL_MTU = 1500;
    private static final int ADDRESS_BYTES = 6;
    private static final Path OWN_NAMESPACE = Path.of("/proc/self/ns/net");
    /** Or hosts would talk by themselves; a container may have these files read-only, or a kernel none of them. */
    private static final String WITHOUT_IPV6 = "for i in all default; do f=/proc/sys/net/ipv6/conf/$i/disable_ipv6;"
            + " (echo 1 > $f) 2> /dev/null || true; done\n";

    private final PeerTask task;
    private final Wiring wiring;

    BridgePlan(PeerTask task, Wiring wiring) {
        this.task = task;
        this.wiring = wiring;
    }

    /** What is between the hosts. */
    enum Wiring {
        /** A bridge, with a veth pair to each host. */
        BRIDGE,
        /** One veth pair, from host to host: what sending alone costs. */
        WIRE
    }

    @Override
    public Optional<String> obstacle() {
        return task.machine().obstacleToBridge();
    }

    @Override
    public Subject start() throws IOException {
        PeerProcesses processes = new PeerProcesses(Files.createTempDirectory("okko-bridge"));
        try {
            long bridge = startBridge(processes);
            Conversation sender = startEnd(processes, bridge, "sender", SENDER);
            Conversation receiver = startEnd(processes, bridge, "receiver", RECEIVER);
            in(bridge, switch (wiring) {
                case BRIDGE -> bridgeScript(sender.pid(), receiver.pid());
                case WIRE -> wireScript(sender.pid(), receiver.pid());
            });
            in(sender.pid(), up(SENDER));
            in(receiver.pid(), up(RECEIVER));
            sender.ask(FrameEnd.OPEN);
            receiver.ask(FrameEnd.OPEN);
            return new BridgeSubject(processes, new BridgeSubject.Hosts(wiring, bridge, sender, receiver),
                    task.traffic());
        } catch (IOException e) {
            processes.close();
            throw new IOException("Linux bridge: " + e.getMessage(), e);
        }
    }

    /** A process that does nothing but hold the namespace of the bridge. */
    private long startBridge(PeerProcesses processes) throws IOException {
        List<String> command = new ArrayList<>(task.machine().namespace().prefix());
        command.addAll(PeerProcesses.ENDS_WITH_PARENT);
        command.addAll(List.of("sleep", "infinity"));
        Child holder = processes.start("holder", command, Redirect.from(Path.of("/dev/null").toFile()));
        // Before, who enters its namespace is in that of the machine.
        Path namespace = Path.of("/proc", Long.toString(holder.pid()), "ns", "net");
        holder.await("in a namespace of its own",
                () -> !Files.readSymbolicLink(namespace).equals(Files.readSymbolicLink(OWN_NAMESPACE)));
        return holder.pid();
    }

    private static String up(String link) {
        return "ip link set " + link + " addrgenmode none 2> /dev/null || true\nip link set " + link + " up";
    }

    private Conversation startEnd(PeerProcesses processes, long bridge, String name, String link) throws IOException {
        List<String> command = new ArrayList<>(task.machine().namespace().enter(bridge));
        command.addAll(List.of("unshare", "--net"));
        command.addAll(PeerProcesses.ENDS_WITH_PARENT);
        command.addAll(JavaCommand.likeThisOne().running(FrameEnd.class.getName())
                .with(link, task.trace().toString()));
        Conversation end = processes.converse(name, command);
        end.answer(); // it is in its namespace now
        return end;
    }

    private int mtu() {
        int longest = task.traffic().frames().stream().mapToInt(frame -> frame.length).max().orElse(0);
        return Math.max(USUAL_MTU, longest - HEADER_BYTES);
    }

    private String wireScript(long sender, long receiver) {
        return "ip link add %2$s mtu %1$d netns %3$d type veth peer name %4$s mtu %1$d netns %5$d%n".formatted(mtu(),
                SENDER, sender, RECEIVER, receiver);
    }

    private String bridgeScript(long sender, long receiver) {
        StringBuilder script = new StringBuilder("""
                ip link add pa mtu %1$d type veth peer name %2$s mtu %1$d netns %3$d
                ip link add %6$s mtu %1$d type veth peer name %4$s mtu %1$d netns %5$d
                ip link add br0 type bridge mcast_snooping 0
                ip link set pa master br0
                ip link set %6$s master br0
                bridge link set dev pa learning off
                bridge link set dev %6$s learning off
                for i in br0 pa %6$s; do ip link set $i addrgenmode none 2> /dev/null || true; done
                ip link set br0 up
                ip link set pa up
                ip link set %6$s up
                """.formatted(mtu(), SENDER, sender, RECEIVER, receiver, OUT));
        stations().forEach(station ->
                script.append("bridge fdb add ").append(station).append(" dev " + OUT + " master static\n"));
        return script.toString();
    }

    /** Addresses that frames go to, but for groups of stations. */
    private TreeSet<String> stations() {
        HexFormat colons = HexFormat.ofDelimiter(":");
        TreeSet<String> stations = new TreeSet<>();
        for (byte[] frame : task.traffic().frames()) {
            if ((frame[0] & 1) == 0) {
                stations.add(colons.formatHex(frame, 0, ADDRESS_BYTES));
            }
        }
        return stations;
    }

    /** Runs commands in the namespace of a process, first the one that keeps hosts from talking by themselves. */
    private void in(long pid, String script) throws IOException {
        List<String> command = new ArrayList<>(task.machine().namespace().enter(pid));
        command.addAll(List.of("sh", "-e", "-c", WITHOUT_IPV6 + script));
        new Command(Map.of(), command).run();
    }
}
