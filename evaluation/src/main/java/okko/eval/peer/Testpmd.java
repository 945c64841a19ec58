package okko.eval.peer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import okko.eval.run.Child;

/**
 * DPDK's own test program as a processor: it sends back what it gets, by a connection in shared memory (vhost-user,
 * virtio-user) that it is the server of. One thread, on the first CPU; on the second OVS forwards.
 *
 * <p>Without {@code --single-file-segments} OVS cannot map its memory; both ends would live on, without a link. It runs
 * until its standard input has something to read, which thus has to stay open.
 */
final class Testpmd {

    static final String PROGRAM = "usr/bin/dpdk-testpmd";

    /** Of hugepages, for its 8,192 packets and what DPDK needs itself. */
    static final int MEMORY_MIB = 256;

    private static final int RING_SLOTS = 1024;
    private static final int PACKETS = 8192;
    /** Locally administered; without one it draws one, and says so where an error belongs. */
    private static final String ADDRESS = "02:00:00:00:00:0a";

    private Testpmd() {}

    /** Starts it among the processes of the switch; its log is read for a first line only if it ends. */
    static Child start(PeerProcesses processes, Path socket) throws IOException {
        String device = "net_virtio_user0,path=" + socket + ",server=1,queues=1,queue_size=" + RING_SLOTS
                + ",packed_vq=0,mrg_rxbuf=0,in_order=1,mac=" + ADDRESS;
        List<String> command = new ArrayList<>(PeerProcesses.ENDS_WITH_PARENT);
        command.addAll(List.of("/" + PROGRAM, "--lcores", "0@0,1@0", "-n", "1", "--no-pci", "--no-telemetry",
                "--in-memory", "--log-level=*:error", "--single-file-segments",
                "--file-prefix=" + processes.directory().getFileName() + "-ext", "-m", Integer.toString(MEMORY_MIB),
                "--vdev=" + device, "--", "--nb-cores=1", "--forward-mode=io", "--port-topology=loop",
                "--total-num-mbufs=" + PACKETS, "--rxd=" + RING_SLOTS, "--txd=" + RING_SLOTS, "--auto-start"));
        return processes.start("dpdk-testpmd", command, ProcessBuilder.Redirect.PIPE);
    }
}
