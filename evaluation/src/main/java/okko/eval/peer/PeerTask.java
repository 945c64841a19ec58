package okko.eval.peer;

import java.nio.file.Path;
import okko.eval.workload.Traffic;

/**
 * What a peer is given to do: to forward the traffic of a run.
 *
 * @param machine  that it runs on
 * @param traffic  to forward
 * @param trace    the same as a pcap file
 * @param takenMib of hugepages, by peers that run beside it
 */
public record PeerTask(PeerMachine machine, Traffic traffic, Path trace, int takenMib) {}
