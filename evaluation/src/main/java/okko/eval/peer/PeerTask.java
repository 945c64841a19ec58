package okko.eval.peer;

import java.nio.file.Path;
import okko.eval.workload.Traffic;

/**
 * What a peer is given to do: to forward the traffic of a run.
 *
 * @param machine   that it runs on
 * @param directory for files of its own; its path must be short, as those of sockets have to be
 * @param traffic   to forward
 * @param trace     the same as a pcap file
 */
public record PeerTask(PeerMachine machine, Path directory, Traffic traffic, Path trace) {}
