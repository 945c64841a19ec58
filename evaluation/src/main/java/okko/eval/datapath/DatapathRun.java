package okko.eval.datapath;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import okko.eval.datapath.DatapathResults.IdleCost;
import okko.eval.datapath.DatapathResults.Okko;
import okko.eval.datapath.DatapathResults.Ovs;
import okko.eval.datapath.DatapathResults.RowResult;
import okko.eval.measure.Environment;
import okko.eval.measure.Machine;
import okko.eval.measure.Replay;
import okko.eval.peer.OvsDpdk;
import okko.eval.peer.OvsStats;
import okko.eval.peer.PeerMachine;
import okko.eval.run.ChildProcesses;
import okko.eval.stat.Estimate;

/**
 * Measures rows, one after the other: a proof first, then fresh starts of our switch and of the peer in turn, so that
 * what disturbs the machine for a while disturbs both.
 */
public final class DatapathRun implements AutoCloseable {

    private static final String IDLE_ROW = "program-loaded";

    private final ChildProcesses launcher;
    private final Effort effort;
    private final Optional<PeerMachine> machine;
    private final Consumer<String> steps;
    private final BenchFiles files;
    private final PeerRow peer;
    private final Map<String, Starts> okkoStarts = new TreeMap<>();

    /**
     * Prepares the run.
     *
     * @param launcher starts our switches, and has a directory for files
     * @param effort   how much time to spend
     * @param machine  for the peer; empty to do without
     * @param steps    is told what is done, as often as {@link #stepCount} says
     * @throws IOException if files cannot be made
     */
    public DatapathRun(ChildProcesses launcher, Effort effort, Optional<PeerMachine> machine, Consumer<String> steps)
            throws IOException {
        this.launcher = launcher;
        this.effort = effort;
        this.machine = machine;
        this.steps = steps;
        files = new BenchFiles(launcher.directory());
        peer = new PeerRow(machine.orElse(null), files);
    }

    /** {@return the rows' names, each with its title, in order} */
    public static Map<String, String> rowTitles() {
        Map<String, String> titles = new LinkedHashMap<>();
        Rows.all().forEach(row -> titles.put(row.name(), row.title()));
        return titles;
    }

    /**
     * Counts the steps.
     *
     * @param names of rows
     * @return how many steps there will be
     */
    public int stepCount(List<String> names) {
        int count = 0;
        for (Row row : chosen(names)) {
            count += 1 + effort.starts() * (hasPeer(row) ? 2 : 1);
        }
        return count + (names.contains(IDLE_ROW) ? IdleRun.starts(effort) : 0);
    }

    /**
     * Measures rows.
     *
     * @param names of the rows
     * @return the results, in the order of the benchmark
     * @throws IOException if the peer has no version; what goes wrong in a row is in its result
     */
    public DatapathResults run(List<String> names) throws IOException {
        Environment environment = Machine.describe();
        List<RowResult> results = new ArrayList<>();
        for (Row row : chosen(names)) {
            results.add(measure(row));
        }
        IdleCost idle = names.contains(IDLE_ROW) ? new IdleRun(launcher, files, effort, steps).run() : null;
        return new DatapathResults(DatapathResults.SCHEMA_VERSION, environment.withLoadAfter(Machine.load()),
                UdpFlows.FRAME_BYTES, effort.sampleMs() / 1e3, effort.starts(),
                machine.isPresent() ? OvsDpdk.version() : null, null, List.copyOf(results), Chains.costs(okkoStarts),
                idle);
    }

    private static List<Row> chosen(List<String> names) {
        return Rows.all().stream().filter(row -> names.contains(row.name())).toList();
    }

    private boolean hasPeer(Row row) {
        return machine.isPresent() && row.peer().isPresent();
    }

    private RowResult measure(Row row) {
        Starts okko = new Starts();
        Starts ovs = new Starts();
        Work work = Work.NONE;
        OvsStats stats = null;
        String ovsFault = null;
        try {
            prove(row);
            for (int start = 1; start <= effort.starts(); start++) {
                work = work.plus(time(row, start, okko));
                if (hasPeer(row) && ovsFault == null) {
                    steps.accept(row.name() + ": OVS, start " + start);
                    try {
                        ovs.begin();
                        stats = peer.measure(row, effort, ovs);
                    } catch (IOException e) {
                        ovsFault = e.getMessage();
                    }
                }
            }
        } catch (IOException e) {
            return result(row, e.getMessage(), null, null, null, null);
        }
        okkoStarts.put(row.name(), okko);
        Estimate mpps = okko.estimate();
        Okko ours = new Okko(mpps, 1e3 / mpps.median(), work.cpuNsPerPacket(), work.hits(), okko.samples());
        if (stats == null || ovsFault != null) {
            return result(row, null, ours, null, ovsFault, null);
        }
        Ovs theirs = new Ovs(row.peer().orElseThrow().label(), ovs.estimate(), stats, ovs.samples());
        return result(row, null, ours, theirs, null, okko.ratioTo(ovs));
    }

    private static RowResult result(Row row, String fault, Okko okko, Ovs ovs, String ovsFault, Estimate ratio) {
        return new RowResult(row.name(), row.title(), row.flows().count(), row.flows().grid().groups(),
                row.cache().label(), row.programs().inRules(), fault == null, fault, okko, ovs, ovsFault, ratio);
    }

    private void prove(Row row) throws IOException {
        steps.accept(row.name() + ": proof");
        try (RowSwitch fresh = RowSwitch.start(launcher, row, files, RowSwitch.Sink.SUMMING)) {
            fresh.prove();
        }
    }

    /** What our switch did in the samples of a row. */
    private record Work(long packets, long cpuNs, CacheCounts hits) {

        static final Work NONE = new Work(0, 0, CacheCounts.NONE);

        Work plus(Work other) {
            return new Work(packets + other.packets, cpuNs + other.cpuNs, hits.plus(other.hits));
        }

        double cpuNsPerPacket() {
            return (double) cpuNs / packets;
        }
    }

    private Work time(Row row, int start, Starts starts) throws IOException {
        steps.accept(row.name() + ": Okko, start " + start);
        starts.begin();
        try (RowSwitch fresh = RowSwitch.start(launcher, row, files, RowSwitch.Sink.NULL)) {
            fresh.warmUp();
            CacheCounts before = fresh.counts();
            Work work = Work.NONE;
            for (int sample = 0; sample < Effort.SAMPLES; sample++) {
                Replay replay = fresh.time(effort.sampleMs());
                starts.add(replay.mpps());
                work = work.plus(new Work(replay.packets(), replay.cpuNs(), CacheCounts.NONE));
            }
            CacheCounts hits = fresh.counts().since(before);
            fresh.proveRules();
            return work.plus(new Work(0, 0, hits));
        }
    }

    /** Ends the peer if it runs; our own switches are the launcher's. */
    @Override
    public void close() {
        peer.close();
    }
}
