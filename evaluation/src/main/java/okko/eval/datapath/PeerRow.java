package okko.eval.datapath;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import okko.eval.peer.OvsDpdk;
import okko.eval.peer.OvsStats;
import okko.eval.peer.PeerMachine;

/** The peer's starts in a row, each a daemon of its own. Ends the one that runs when it is closed from elsewhere. */
final class PeerRow implements AutoCloseable {

    private static final int WARM_UP_MS = 3_000;
    /** Its count is read by a program that takes some milliseconds. */
    private static final int SHORTEST_SAMPLE_MS = 1_000;

    private final PeerMachine machine;
    private final BenchFiles files;
    private int started;
    private OvsDpdk running;
    private boolean closed;

    PeerRow(PeerMachine machine, BenchFiles files) {
        this.machine = machine;
        this.files = files;
    }

    /** Starts it, takes samples, ends it. */
    OvsStats measure(Row row, Effort effort, Starts starts) throws IOException {
        try (OvsDpdk ovs = start(row)) {
            ovs.addSource(files.trace(row.flows()));
            pause(WARM_UP_MS);
            ovs.clearStats();
            OvsDpdk.Count before = ovs.count();
            for (int sample = 0; sample < Effort.SAMPLES; sample++) {
                pause(Math.max(effort.sampleMs(), SHORTEST_SAMPLE_MS));
                OvsDpdk.Count after = ovs.count();
                starts.add(mpps(before, after));
                before = after;
            }
            return ovs.stats();
        }
    }

    private synchronized OvsDpdk start(Row row) throws IOException {
        if (closed) {
            throw new IOException("stopped");
        }
        running = OvsDpdk.start(machine, files.newDirectory("ovs-" + ++started), row.peer().orElseThrow(), row.rules());
        return running;
    }

    private static double mpps(OvsDpdk.Count before, OvsDpdk.Count after) throws IOException {
        long packets = after.packets() - before.packets();
        if (packets == 0) {
            throw new IOException("OVS-DPDK: no packet came out");
        }
        return packets * 1e3 / (after.atNs() - before.atNs());
    }

    private static void pause(int durationMs) throws IOException {
        try {
            TimeUnit.MILLISECONDS.sleep(durationMs);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (running != null) {
            running.close();
        }
    }
}
