package okko.eval.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the peers need of a machine, asked before anything is started: each answer costs a look at a file.
 *
 * @param root      the file system, {@code /} but for tests
 * @param cpus      that this process may use
 * @param namespace whether a network namespace can be had, and how
 */
public record PeerMachine(Path root, int cpus, NetworkNamespace namespace) {

    /** By path: Debian's alternatives prefer the daemon without DPDK, even where this one is installed. */
    static final String DAEMON = "usr/lib/openvswitch-switch-dpdk/ovs-vswitchd-dpdk";

    private static final String SKIPPED = "skipped because ";
    private static final List<String> DRIVERS = List.of("pcap", "null");
    private static final List<String> BRIDGE_TOOLS = List.of("ip", "bridge", "nsenter", "unshare", "setpriv");
    private static final List<String> FOLDERS = List.of("usr/sbin/", "usr/bin/", "sbin/", "bin/");

    /** What the pool of a daemon with two ports takes, and what it is told to take: see {@link OvsDpdk}. */
    private static final int NEEDED_MIB = 1024;

    private static final int FEWEST_CPUS = 2;
    private static final int KIB_PER_MIB = 1024;

    /** {@return this machine} */
    public static PeerMachine here() {
        return new PeerMachine(Path.of("/"), Runtime.getRuntime().availableProcessors(), NetworkNamespace.available());
    }

    /** {@return why OVS-DPDK cannot run here, in a line that begins with "skipped because"; nothing if it can} */
    public Optional<String> obstacle() {
        return obstacle(NEEDED_MIB);
    }

    /** The same for one that gets by with so much of hugepages. */
    Optional<String> obstacle(int neededMib) {
        return missingDaemon().or(this::missingDriver).or(() -> missingHugePages(neededMib)).or(this::missingNamespace)
                .or(this::missingCpu).map(SKIPPED::concat);
    }

    /** What its processor needs besides. */
    Optional<String> obstacleToTestpmd() {
        if (!Files.isExecutable(root.resolve(Testpmd.PROGRAM))) {
            return Optional.of(SKIPPED + "dpdk-testpmd of dpdk-dev is not installed");
        }
        return hasDriver("virtio") ? Optional.empty() : Optional.of(SKIPPED + "librte-net-virtio23 is missing");
    }

    /** Why the kernel's bridge cannot be measured here. */
    Optional<String> obstacleToBridge() {
        return missingTool().or(this::missingNamespace).map(SKIPPED::concat);
    }

    private Optional<String> missingTool() {
        return BRIDGE_TOOLS.stream()
                .filter(tool -> FOLDERS.stream().noneMatch(folder -> Files.isExecutable(root.resolve(folder + tool))))
                .map(tool -> tool + " is not installed (packages iproute2 and util-linux)").findFirst();
    }

    private Optional<String> missingDaemon() {
        return Files.isExecutable(root.resolve(DAEMON)) ? Optional.empty()
                : Optional.of("openvswitch-switch-dpdk is not installed (the plain ovs-vswitchd has no DPDK)");
    }

    private Optional<String> missingDriver() {
        return DRIVERS.stream().allMatch(this::hasDriver) ? Optional.empty()
                : Optional.of("librte-net-pcap23 / -net-null23 is missing");
    }

    private boolean hasDriver(String name) {
        return exists(root, List.of("usr", "lib", "*", "dpdk", "pmds-*", "librte_net_" + name + ".so*"));
    }

    private static boolean exists(Path directory, List<String> patterns) {
        if (patterns.isEmpty()) {
            return true;
        }
        try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, patterns.getFirst())) {
            for (Path path : found) {
                if (exists(path, patterns.subList(1, patterns.size()))) {
                    return true;
                }
            }
        } catch (IOException e) {
            return false; // no directory, or none that may be read
        }
        return false;
    }

    private Optional<String> missingHugePages(int neededMib) {
        long freeKib = memory("HugePages_Free:") * memory("Hugepagesize:");
        long freeMib = freeKib / KIB_PER_MIB;
        return freeMib >= neededMib ? Optional.empty()
                : Optional.of(freeMib + " MiB of hugepages are free, " + neededMib
                        + " needed: `echo 768 > /proc/sys/vm/nr_hugepages` as root");
    }

    private long memory(String key) {
        try (var lines = Files.lines(root.resolve("proc/meminfo"))) {
            return lines.filter(line -> line.startsWith(key)).map(line -> line.split("\\s+")[1])
                    .mapToLong(Long::parseLong).findFirst().orElse(0);
        } catch (IOException | UncheckedIOException e) {
            return 0;
        }
    }

    private Optional<String> missingNamespace() {
        return namespace == NetworkNamespace.NONE
                ? Optional.of("neither root nor an unprivileged user+network namespace is available")
                : Optional.empty();
    }

    private Optional<String> missingCpu() {
        return cpus >= FEWEST_CPUS ? Optional.empty()
                : Optional.of("OVS needs a core for its PMD besides the harness core");
    }
}
