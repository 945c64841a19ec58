package okko.eval.datapath;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import okko.eval.datapath.Row.Rewrite;
import okko.eval.peer.OvsCaches;

/** The rows of the benchmark, in the order of its table. */
final class Rows {

    /** Longest chain of programs. */
    static final int LONGEST_CHAIN = 10;

    /** The row that others differ from in one thing. */
    static final String PLAIN = "1k";

    private static final int THOUSAND = 1_000;
    private static final int HUNDRED_THOUSAND = 100_000;
    private static final int MILLION = 1_000_000;
    private static final String SIMPLE_RULE = "priority=1000,in_port=1,actions=output:2";
    private static final String MEGA_MATCH = "priority=1000,in_port=1,udp,nw_src=10.0.0.0/8,nw_dst=172.16.0.0/12,"
            + "tp_dst=2000,actions=";
    private static final MaskGrid TEN_MASKS = new MaskGrid(2, 5);
    private static final MaskGrid FIFTY_MASKS = new MaskGrid(5, 10);

    private Rows() {}

    /** {@return all rows} */
    static List<Row> all() {
        List<Row> rows = new ArrayList<>();
        addFlows(rows);
        addMasks(rows);
        addActions(rows);
        addPrograms(rows);
        return List.copyOf(rows);
    }

    private static void addFlows(List<Row> rows) {
        rows.add(simple("1-simple", "1 flow, rule on the port alone", 1));
        addBoth(rows, mega("1", "1 flow", 1, OvsCaches.EMC));
        rows.add(simple("1k-simple", "1,000 flows, rule on the port alone", THOUSAND));
        addBoth(rows, plain());
        rows.add(plain().with("1k-none", "1,000 flows, no cache", CacheUse.NONE, Optional.empty()));
        Row many = mega("100k", "100,000 flows", HUNDRED_THOUSAND, OvsCaches.EMC);
        addBoth(rows, many);
        rows.add(many.with("100k-smc", "100,000 flows; OVS with its SMC", CacheUse.ALL, Optional.of(OvsCaches.SMC)));
        // The peer's memory for packets ends at some 200,000 frames.
        addBoth(rows, mega("1m", "1,000,000 flows", MILLION, Rewrite.NONE, Optional.empty()));
    }

    private static void addMasks(List<Row> rows) {
        addBoth(rows, masks("10-masks", "10 masks, 1,000 flows", THOUSAND, TEN_MASKS));
        Row fifty = masks("50-masks", "50 masks, 1,000 flows", THOUSAND, FIFTY_MASKS);
        addBoth(rows, fifty);
        rows.add(fifty.with("50-masks-none", "50 masks, 1,000 flows, no cache", CacheUse.NONE, Optional.empty()));
        Row many = masks("50-masks-100k", "50 masks, 100,000 flows", HUNDRED_THOUSAND, FIFTY_MASKS);
        addBoth(rows, many);
        rows.add(many.with("50-masks-100k-smc", "50 masks, 100,000 flows; OVS with its SMC", CacheUse.ALL,
                Optional.of(OvsCaches.SMC)));
    }

    private static void addActions(List<Row> rows) {
        addBoth(rows, mega("set-ttl", "set eth_dst, dec_ttl, 1,000 flows", THOUSAND, Rewrite.STATION_AND_TTL,
                Optional.of(OvsCaches.EMC)));
        // Nothing comes out that could be counted at the peer's sink.
        addBoth(rows, mega("drop", "drop, 1,000 flows", THOUSAND, Rewrite.DROP, Optional.empty()));
    }

    private static void addPrograms(List<Row> rows) {
        rows.add(plain().with("program-loaded", "1,000 flows, a program loaded that no rule asks", new Programs(1, 0)));
        for (int length = 1; length <= LONGEST_CHAIN; length++) {
            addBoth(rows, plain().with("chain-" + length, "1,000 flows, chain of " + length + " filters",
                    Programs.chain(length)));
        }
    }

    /** A row with all caches, and the same with masked keys alone on both sides. */
    private static void addBoth(List<Row> rows, Row row) {
        rows.add(row);
        rows.add(row.with(row.name() + "-megaflow", row.title() + "; megaflows alone", CacheUse.MEGAFLOW,
                row.peer().map(_ -> OvsCaches.MEGAFLOW)));
    }

    /** {@return the row that the chains and the loaded program are compared with} */
    static Row plain() {
        return mega(PLAIN, "1,000 flows", THOUSAND, OvsCaches.EMC);
    }

    private static Row simple(String name, String title, int flows) {
        return new Row(name, title, new UdpFlows(flows, MaskGrid.NONE), Rewrite.NONE, List.of(SIMPLE_RULE),
                CacheUse.ALL, Programs.NONE, Optional.of(OvsCaches.EMC));
    }

    private static Row mega(String name, String title, int flows, OvsCaches peer) {
        return mega(name, title, flows, Rewrite.NONE, Optional.of(peer));
    }

    private static Row mega(String name, String title, int flows, Rewrite rewrite, Optional<OvsCaches> peer) {
        return new Row(name, title, new UdpFlows(flows, MaskGrid.NONE), rewrite,
                List.of(MEGA_MATCH + rewrite.actions()), CacheUse.ALL, Programs.NONE, peer);
    }

    private static Row masks(String name, String title, int flows, MaskGrid grid) {
        return new Row(name, title, new UdpFlows(flows, grid), Rewrite.NONE, grid.rules(Rewrite.NONE.actions()),
                CacheUse.ALL, Programs.NONE, Optional.of(OvsCaches.EMC));
    }
}
