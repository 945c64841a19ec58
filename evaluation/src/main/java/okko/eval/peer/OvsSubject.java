package okko.eval.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import okko.eval.subject.Evidence;
import okko.eval.subject.Slice;
import okko.eval.subject.Subject;
import okko.ringshm.capture.Capture;

/**
 * OVS-DPDK while it is measured. Its source sends as long as the daemon runs, and its thread polls even without one: so
 * its processes are paused whenever it is not its turn.
 *
 * <p>The proof lets the traffic go to a capture, stops the source, and compares the frames and all counts, which are at
 * rest then. Counts of a slice are read in passing; they have to agree but for what passes between two readings.
 */
final class OvsSubject implements Subject {

    static final int PROCESSOR_NUMBER = 10;

    private static final String CAPTURE_PORT = "out0";
    private static final int CAPTURE_NUMBER = 3;
    private static final String CAPTURE = "out.pcap";
    private static final int PROOF_PASSES = 2;
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(30);
    private static final int POLL_MS = 10;
    private static final int SETTLE_MS = 100;

    /** Its counts are read by a program that takes some milliseconds. */
    private static final int SHORTEST_SLICE_MS = 500;

    /** Of a slice's packets, between the readings of two ports if the daemon's main thread loses its core meanwhile. */
    private static final double UNEXPLAINED_SHARE = 0.05;

    private final OvsDpdk ovs;
    private final PeerTask task;
    private final OvsPlan.Way way;

    OvsSubject(OvsDpdk ovs, PeerTask task, OvsPlan.Way way) {
        this.ovs = ovs;
        this.task = task;
        this.way = way;
    }

    /** All but the source, which starts the traffic. */
    void prepareProof() throws IOException {
        ovs.addPort(CAPTURE_PORT, CAPTURE_NUMBER, "net_pcap1,tx_pcap=" + capture());
        ovs.addFlows(way.flows(CAPTURE_NUMBER));
        ovs.processes().pause();
    }

    private Path capture() {
        return ovs.processes().directory().resolve(CAPTURE);
    }

    @Override
    public Evidence prove() throws IOException {
        ovs.processes().resume();
        ovs.clearStats();
        ovs.addSource(task.trace());
        Playback traffic = new Playback(task.traffic().frames());
        int wanted = traffic.framesFor(PROOF_PASSES);
        awaitSent(wanted);
        ovs.removePort(OvsDpdk.SOURCE);
        OvsPorts atRest = awaitRest();
        checkConservation(atRest);
        if (way == OvsPlan.Way.DIRECT && lost(atRest) > 0) {
            throw new IOException("OVS-DPDK lost packets on its way from port to port: " + atRest.byNumber());
        }
        ovs.removePort(CAPTURE_PORT);
        CaptureStart.cut(capture(), wanted);
        int[] cameOut = traffic.kindsOf(captured());
        Files.delete(capture());
        ovs.addSink();
        ovs.addFlows(way.flows(OvsDpdk.SINK_NUMBER));
        ovs.addSource(task.trace());
        awaitForwarding();
        ovs.processes().pause();
        return evidence(traffic, cameOut);
    }

    private List<byte[]> captured() throws IOException {
        Capture capture = Capture.read(capture());
        return IntStream.range(0, capture.size()).mapToObj(capture::frame).toList();
    }

    /**
     * Port to port, each frame comes out as often as it goes in. A processor may be too slow for the source and lose
     * some, which its counts explain; then no more is proved than that each that comes out went in.
     */
    private Evidence evidence(Playback traffic, int[] cameOut) throws IOException {
        return switch (way) {
            case DIRECT -> {
                long differences = traffic.countDifferences(cameOut);
                if (differences > 0) {
                    throw new IOException(
                            "OVS-DPDK: " + differences + " frames came out more or less often than they went in");
                }
                yield new Evidence(PROOF_PASSES, (long) PROOF_PASSES * task.traffic().packets(), 0, Map.of(),
                        Map.of("sink", "%016x".formatted(PROOF_PASSES * traffic.checksum())));
            }
            case BY_TESTPMD -> new Evidence(PROOF_PASSES, cameOut.length, 0, Map.of(), Map.of());
        };
    }

    private void awaitSent(long packets) throws IOException {
        long startNs = System.nanoTime();
        while (ovs.ports().of(CAPTURE_NUMBER).sent() < packets) {
            checkPatience(startNs, "packets came out of OVS-DPDK too slowly, or none did");
            pause(POLL_MS);
        }
    }

    private void awaitForwarding() throws IOException {
        long startNs = System.nanoTime();
        while (ovs.ports().of(OvsDpdk.SINK_NUMBER).sent() == 0) {
            checkPatience(startNs, "OVS-DPDK: no packet came out");
            pause(POLL_MS);
        }
    }

    /** Until what is in the rings of a processor has come out. */
    private OvsPorts awaitRest() throws IOException {
        long startNs = System.nanoTime();
        OvsPorts last = ovs.ports();
        while (true) {
            pause(SETTLE_MS);
            OvsPorts now = ovs.ports();
            if (now.byNumber().equals(last.byNumber())) {
                return now;
            }
            checkPatience(startNs, "OVS-DPDK: packets still come out, though its source is gone");
            last = now;
        }
    }

    private static void checkPatience(long startNs, String message) throws IOException {
        if (System.nanoTime() - startNs > PATIENCE_NS) {
            throw new IOException(message);
        }
    }

    /** What its thread took, from the source and from a processor, it sent on or counted as dropped. */
    private void checkConservation(OvsPorts ports) throws IOException {
        PmdCounts taken = ovs.taken();
        long explained = taken.undecided();
        for (OvsPorts.Counts port : ports.byNumber().values()) {
            explained += port.sent() + port.sentDropped();
        }
        if (taken.received() != explained) {
            throw new IOException("OVS-DPDK's own counts do not balance: " + taken + ", " + ports.byNumber());
        }
    }

    /** What ports did not take, and what a processor took and did not send back. */
    private long lost(OvsPorts ports) throws IOException {
        return ports.dropped() + switch (way) {
            case DIRECT -> 0;
            case BY_TESTPMD -> ports.of(PROCESSOR_NUMBER).sent() - ports.of(PROCESSOR_NUMBER).received();
        };
    }

    @Override
    public Slice run(long durationMs) throws IOException {
        ovs.processes().resume();
        try {
            pause(SETTLE_MS);
            long startCpuNs = ovs.processes().cpuNs();
            OvsPorts before = ovs.ports();
            pause(Math.max(durationMs, SHORTEST_SLICE_MS));
            OvsPorts after = ovs.ports();
            long cpuNs = ovs.processes().cpuNs() - startCpuNs;
            long elapsedNs = after.atNs() - before.atNs();
            return new Slice(delivered(before, after), elapsedNs, cpuNs, (double) cpuNs / elapsedNs, Optional.empty());
        } finally {
            ovs.processes().pause();
        }
    }

    private long delivered(OvsPorts before, OvsPorts after) throws IOException {
        long received = after.of(OvsDpdk.SOURCE_NUMBER).received() - before.of(OvsDpdk.SOURCE_NUMBER).received();
        long delivered = after.of(OvsDpdk.SINK_NUMBER).sent() - before.of(OvsDpdk.SINK_NUMBER).sent();
        long lost = lost(after) - lost(before);
        if (delivered <= 0) {
            throw new IOException("OVS-DPDK: no packet came out");
        }
        if (Math.abs(received - delivered - lost) > UNEXPLAINED_SHARE * received) {
            throw new IOException("OVS-DPDK: packets are unaccounted for: in=" + received + ", out=" + delivered
                    + ", lost by its counts=" + lost);
        }
        return delivered;
    }

    private static void pause(long durationMs) throws IOException {
        try {
            TimeUnit.MILLISECONDS.sleep(durationMs);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public void close() {
        ovs.close();
    }
}
