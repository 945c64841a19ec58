package okko.eval.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import okko.external.journal.JournalEntry;
import okko.external.journal.JournalVisitor;
import okko.external.journal.Selection;
import okko.switchd.control.CommandException;
import okko.switchd.control.ControlClient;
import okko.switchd.control.ReplayReport;
import okko.switchd.port.GivenFrames;

/**
 * Sends recorded packets to a switch in portions, each when the one before has gone through: however long a journal is,
 * the switch holds one portion of it.
 */
final class ReplayFeed implements JournalVisitor {

    private static final int MAX_PORTION_BYTES = 1 << 20;

    private final ControlClient client;
    private final String port;
    private final Selection selection;
    private final boolean pace;
    private final Map<String, Long> sinks = new TreeMap<>();
    private final Map<String, Long> drops = new TreeMap<>();

    private ObjectNode portion;
    private ArrayNode frames;
    private ArrayNode dueNs;
    private int portionBytes;
    private long portionTimeNs;
    private long firstTimeNs;
    private long startNs;
    private ReplayTotals sum;
    private long cut;

    ReplayFeed(ControlClient client, String port, Selection selection, boolean pace) {
        this.client = client;
        this.port = port;
        this.selection = selection;
        this.pace = pace;
        sum = new ReplayTotals(port, 0, 0, sinks, drops, 0, 0, 0, 0, 0, true);
        beginPortion();
    }

    private void beginPortion() {
        portion = client.newArguments().put("port", port);
        frames = portion.putArray("frames");
        if (pace) {
            dueNs = portion.putArray("dueNs");
        }
        portionBytes = 0;
    }

    @Override
    public void packet(JournalEntry entry) throws IOException {
        if (!selection.accepts(entry)) {
            return;
        }
        if (entry.frame().length < entry.wireLengthBytes()) {
            cut++;
            return;
        }
        if (frames.isEmpty()) {
            portionTimeNs = entry.timeNs();
        }
        frames.add(entry.frame()); // Jackson writes bytes as Base64
        if (pace) {
            dueNs.add(entry.timeNs() - portionTimeNs);
        }
        portionBytes += entry.frame().length;
        if (frames.size() == GivenFrames.MAX_FRAMES || portionBytes >= MAX_PORTION_BYTES) {
            send();
        }
    }

    /** Sends what is left; returns what became of everything. */
    ReplayTotals finish() throws IOException {
        send();
        return sum;
    }

    private void send() throws IOException {
        if (!frames.isEmpty()) {
            awaitTime();
            try {
                add(client.send("replay send", portion, ReplayReport.class));
            } catch (CommandException e) {
                throw new IOException(e.getMessage(), e);
            }
            beginPortion();
        }
        sum = new ReplayTotals(port, sum.packets(), cut, sinks, drops, sum.in(), sum.out(), sum.dropped(),
                sum.copies(), sum.lent(), sum.conserved());
    }

    /** A portion's times count from its first packet; that one's own time is kept here. */
    private void awaitTime() {
        if (!pace) {
            return;
        }
        if (startNs == 0) {
            startNs = System.nanoTime();
            firstTimeNs = portionTimeNs;
        }
        long dueAtNs = startNs + portionTimeNs - firstTimeNs;
        for (long leftNs = dueAtNs - System.nanoTime(); leftNs > 0; leftNs = dueAtNs - System.nanoTime()) {
            LockSupport.parkNanos(leftNs);
        }
    }

    private void add(ReplayReport report) {
        report.sinks().forEach(sink -> sinks.merge(sink.port(), sink.packets(), Long::sum));
        report.drops().forEach((reason, packets) -> drops.merge(reason, packets, Long::sum));
        sum = new ReplayTotals(port, sum.packets() + report.packets(), cut, sinks, drops, sum.in() + report.in(),
                sum.out() + report.out(), sum.dropped() + report.dropped(), sum.copies() + report.copies(),
                sum.lent() + report.lent(), sum.conserved() && report.conserved());
    }
}
