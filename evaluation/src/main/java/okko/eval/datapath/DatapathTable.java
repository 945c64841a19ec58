package okko.eval.datapath;

import java.util.Locale;
import okko.eval.datapath.DatapathResults.ChainCost;
import okko.eval.datapath.DatapathResults.IdleCost;
import okko.eval.datapath.DatapathResults.RowResult;
import okko.eval.stat.Estimate;

/** The results for people. */
public final class DatapathTable {

    private static final String FORMAT = "%-23s %-8s %6s %-15s %6s %6s %5s %5s %5s  %-8s %6s %-15s %5s  %-19s %s%n";
    private static final double PERCENT = 100;

    private DatapathTable() {}

    /**
     * Prints results.
     *
     * @param results to print
     * @return lines, each ended
     */
    public static String of(DatapathResults results) {
        StringBuilder text = new StringBuilder(String.format(FORMAT, "row", "caches", "Mpps", "[low - high]", "ns",
                "cpu ns", "exact", "mega", "masks", "OVS", "Mpps", "[low - high]", "cyc", "Okko : OVS", "goal 2"));
        for (RowResult row : results.rows()) {
            text.append(line(row).stripTrailing()).append('\n');
        }
        text.append('\n');
        results.chains().forEach(chain -> text.append(chainLine(chain)));
        if (results.idleProgram() != null) {
            text.append(idleLine(results.idleProgram()));
        }
        text.append(peerLine(results));
        text.append(String.format(Locale.ROOT, """
                Mpps: median of %d fresh starts, of each the median of %d samples of %.2f s (OVS: 1 s at least); low and
                high: %s. The source is inside, on both sides: each packet, %d bytes, is a copy of a frame in memory.
                cpu ns: by the clock of the thread, which stands while others have its core. exact, mega: packets
                found in the exact-match cache, among masked keys; masks: tried for each packet that was not in the
                former. All rows with numbers were proved.
                """, results.starts(), Effort.SAMPLES, results.sampleSeconds(), meaning(results),
                results.frameBytes()));
        return text.toString();
    }

    private static String line(RowResult row) {
        if (!row.proved()) {
            return String.format("%-23s not proved: %s", row.name(), row.fault());
        }
        CacheCounts hits = row.okko().hits();
        String exact = percent(hits.exactHits(), hits.packets());
        String mega = percent(hits.megaflowHits(), hits.packets());
        long searches = hits.megaflowHits() + hits.misses();
        String masks = searches == 0 ? "" : number("%.1f", (double) hits.masksSearched() / searches);
        String ns = number("%.1f", row.okko().nsPerPacket());
        String cpuNs = number("%.1f", row.okko().cpuNsPerPacket());
        Estimate ours = row.okko().mpps();
        if (row.ovs() == null) {
            return String.format(FORMAT, row.name(), row.cache(), rate(ours), range(ours), ns, cpuNs,
                    exact, mega, masks, "", "", "", "", "", row.ovsFault() == null ? "" : row.ovsFault());
        }
        Estimate theirs = row.ovs().mpps();
        return String.format(FORMAT, row.name(), row.cache(), rate(ours), range(ours), ns, cpuNs, exact,
                mega, masks, row.ovs().caches(), rate(theirs), range(theirs),
                number("%.0f", row.ovs().stats().cyclesPerPacket()), rate(row.ratio()) + " " + range(row.ratio()),
                row.ratio().median() >= DatapathResults.GOAL_RATIO ? "reached" : "missed");
    }

    private static String chainLine(ChainCost chain) {
        return String.format(Locale.ROOT,
                "a further filter, caches %s, chains of %d to %d: %.2f ns %s; goal %.1f ns %s%n", chain.cache(),
                chain.lengths().getFirst(), chain.lengths().getLast(), chain.nsPerFilter().median(),
                range(chain.nsPerFilter()), chain.goalNs(),
                chain.nsPerFilter().median() <= chain.goalNs() ? "reached" : "missed");
    }

    private static String idleLine(IdleCost idle) {
        return String.format(Locale.ROOT,
                "a program that no rule asks: %+.1f %% %s; two switches without any: %+.1f %% %s; %d starts; goal"
                        + " %.0f %% %s%n", change(idle.ratio().median()), changes(idle.ratio()),
                change(idle.aloneRatio().median()), changes(idle.aloneRatio()), idle.starts(), change(idle.goal()),
                idle.ratio().median() >= idle.goal() ? "reached" : "missed");
    }

    private static String peerLine(DatapathResults results) {
        return results.peer() != null ? "OVS: " + results.peer() + "\n"
                : "OVS: " + results.peerAbsence() + "\n";
    }

    private static String meaning(DatapathResults results) {
        return results.rows().stream().filter(RowResult::proved).findFirst()
                .map(row -> row.okko().mpps().interval().description()).orElse("-")
                .replace("trial", "start");
    }

    private static double change(double ratio) {
        return (ratio - 1) * PERCENT;
    }

    private static String changes(Estimate ratio) {
        return String.format(Locale.ROOT, "[%+.1f - %+.1f]", change(ratio.low()), change(ratio.high()));
    }

    private static String percent(long part, long whole) {
        return whole == 0 ? "-" : String.format(Locale.ROOT, "%.0f%%", PERCENT * part / whole);
    }

    private static String range(Estimate estimate) {
        return "[" + rate(estimate, estimate.low()) + " - " + rate(estimate, estimate.high()) + "]";
    }

    private static String rate(Estimate estimate) {
        return rate(estimate, estimate.median());
    }

    /** As many digits as the median bears. */
    private static String rate(Estimate estimate, double value) {
        return number(Math.abs(estimate.median()) < 10 ? "%.2f" : "%.1f", value);
    }

    private static String number(String form, double value) {
        return String.format(Locale.ROOT, form, value);
    }
}
