package okko.eval.peer;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import okko.eval.measure.ProcessClock;
import okko.eval.subject.Evidence;
import okko.eval.subject.Slice;
import okko.eval.subject.Subject;
import okko.eval.workload.Traffic;

/**
 * The bridge while it is measured. The kernel forwards a frame within the call that sends it, on the sender's core: the
 * time of that call is part of the figure, and of the processor time.
 */
final class BridgeSubject implements Subject {

    private static final int PROOF_PASSES = 2;
    /** Frames under way in the proof, as many as the receiver's socket can hold in any case. */
    private static final int PROOF_CHUNK = 16;
    private static final int HEXADECIMAL = 16;
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(5);
    private static final long POLL_NS = TimeUnit.MICROSECONDS.toNanos(100);

    private final PeerProcesses processes;
    private final Hosts hosts;
    private final Conversation sender;
    private final Conversation receiver;
    private final Traffic traffic;
    private final SoftInterruptClock softInterrupts;

    BridgeSubject(PeerProcesses processes, Hosts hosts, Traffic traffic) throws IOException {
        this.processes = processes;
        this.hosts = hosts;
        this.traffic = traffic;
        sender = hosts.sender;
        receiver = hosts.receiver;
        softInterrupts = SoftInterruptClock.find();
    }

    /** Who is connected by what; the bridge is the number of the process that holds its namespace. */
    record Hosts(BridgePlan.Wiring wiring, long bridge, Conversation sender, Conversation receiver) {}

    /** What the sender says of a round: frames that the kernel took, frames that it refused, and the time. */
    private record Sent(long frames, long refused, long elapsedNs) {

        static Sent of(List<String> answer) {
            return new Sent(Long.parseLong(answer.get(0)), Long.parseLong(answer.get(1)),
                    Long.parseLong(answer.get(2)));
        }
    }

    @Override
    public Evidence prove() throws IOException {
        long frames = 0;
        long bytes = 0;
        long checksum = 0;
        long packets = (long) PROOF_PASSES * traffic.packets();
        for (long sent = 0; sent < packets; sent += PROOF_CHUNK) {
            long chunk = Math.min(PROOF_CHUNK, packets - sent);
            sender.ask("send " + chunk);
            List<String> heard = receiver.ask("hear " + chunk);
            frames += Long.parseLong(heard.get(0));
            bytes += Long.parseLong(heard.get(1));
            checksum += Long.parseUnsignedLong(heard.get(2), HEXADECIMAL);
            if (frames != sent + chunk) {
                throw new IOException("Linux bridge: of the first " + (sent + chunk) + " frames " + frames
                        + " came through");
            }
        }
        long expected = PROOF_PASSES * new Playback(traffic.frames()).checksum();
        if (checksum != expected || bytes != PROOF_PASSES * traffic.bytes()) {
            throw new IOException("Linux bridge: frames that came through differ from those sent: checksum="
                    + Long.toHexString(checksum) + ", expected=" + Long.toHexString(expected));
        }
        receiver.ask(FrameEnd.CLOSE);
        return new Evidence(PROOF_PASSES, packets, 0, Map.of(), Map.of("sink", "%016x".formatted(checksum)));
    }

    @Override
    public Slice run(long durationMs) throws IOException {
        long receivedBefore = received();
        long droppedBefore = dropped();
        long cpuBeforeNs = cpuNs();
        long startNs = System.nanoTime();
        Sent sent = Sent.of(sender.ask("run " + durationMs));
        awaitRest(sent, receivedBefore, droppedBefore);
        long cpuNs = cpuNs() - cpuBeforeNs;
        double coresBusy = (double) cpuNs / (System.nanoTime() - startNs);
        return new Slice(received() - receivedBefore, sent.elapsedNs, cpuNs, coresBusy, Optional.empty());
    }

    /** Until each frame has arrived, or is among those that the bridge could not hand on. */
    private void awaitRest(Sent sent, long receivedBefore, long droppedBefore) throws IOException {
        long startNs = System.nanoTime();
        long received = received() - receivedBefore;
        long dropped = dropped() - droppedBefore;
        while (received + dropped != sent.frames) {
            if (System.nanoTime() - startNs > PATIENCE_NS) {
                throw new IOException("Linux bridge: packets are unaccounted for: in=" + sent.frames + ", out="
                        + received + ", drops=" + dropped + ", refused before=" + sent.refused);
            }
            LockSupport.parkNanos(POLL_NS);
            received = received() - receivedBefore;
            dropped = dropped() - droppedBefore;
        }
    }

    private long received() throws IOException {
        return LinkCounts.read(receiver.pid(), BridgePlan.RECEIVER).received();
    }

    private long dropped() throws IOException {
        return switch (hosts.wiring) {
            case BRIDGE -> LinkCounts.read(hosts.bridge, BridgePlan.OUT).sentDropped();
            case WIRE -> 0;
        };
    }

    private long cpuNs() throws IOException {
        return ProcessClock.cpuNs(sender.pid()) + softInterrupts.cpuNs();
    }

    @Override
    public void close() {
        processes.close();
    }
}
