package okko.switchd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okko.ringshm.attach.RunDirectory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The stock ovs-ofctl as a user calls it, against a running switch: what it prints, but for numbers that are others
 * each time. Skipped where it is not installed.
 */
@Timeout(120)
class StockToolsIT {

    private static final String PACKET =
            "0200000000020200000000010800450000240001000040110000c0a80001c0a80002000100020010000001020304";

    @TempDir
    Path directory;

    private Switch okko;

    @BeforeEach
    void start() throws IOException, StartException, InterruptedException {
        assumeTrue(Processes.succeeds("ovs-ofctl", "--version"),
                "ovs-ofctl is not installed: apt-get install openvswitch-common");
        okko = Switch.create(ConfigFile.read(Files.writeString(directory.resolve("okko.yaml"), """
                pool: {buffers: 256, dataBytes: 256}
                ports:
                  p1: {number: 1, type: "null"}
                  p2: {number: 2, type: "null"}
                """)), new RunDirectory(directory.resolve("run")));
        okko.start();
    }

    @AfterEach
    void stop() {
        if (okko != null) {
            okko.close();
        }
    }

    /** The outcome of a command: what it printed, and whether it succeeded. */
    private record Outcome(int status, String printed) {}

    private ProcessBuilder command(int version, String... words) {
        List<String> command = new ArrayList<>(List.of("ovs-ofctl", "-O", "OpenFlow" + version));
        for (String word : words) {
            command.add(word.equals("BR") ? "unix:" + directory.resolve("run/br0.mgmt") : word);
        }
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("OVS_RUNDIR", directory.toString());
        return builder;
    }

    private Outcome ask(int version, String... words) throws Exception {
        Process process = command(version, words).start();
        String printed = new String(process.getInputStream().readAllBytes());
        return new Outcome(process.waitFor(), usual(printed));
    }

    /** Without what is another number each time. */
    private static String usual(String printed) {
        return printed.replaceAll("\\d{4}-\\d\\d-\\d\\dT.*\\n", "") // lines of its log: it was slow
                .replaceAll(" \\(xid=0x[0-9a-f]+\\)", "").replaceAll("duration=[0-9.]+s,? ?", "")
                .replaceAll(" idle_age=\\d+,", "")
                .replaceAll("dpid:[0-9a-f]{16}", "dpid").replaceAll("addr:[0-9a-f:]{17}", "addr").strip();
    }

    private String print(int version, String... words) throws Exception {
        Outcome outcome = ask(version, words);
        assertThat(outcome.status).as(outcome.printed).isZero();
        return outcome.printed;
    }

    @Test
    void shouldShowSwitchAndPortsInEachVersion() throws Exception {
        assertThat(print(10, "show", "BR")).isEqualTo("""
                OFPT_FEATURES_REPLY: dpid
                n_tables:255, n_buffers:0
                capabilities: FLOW_STATS TABLE_STATS PORT_STATS QUEUE_STATS ARP_MATCH_IP
                actions: output enqueue set_vlan_vid set_vlan_pcp strip_vlan mod_dl_src mod_dl_dst mod_nw_src \
                mod_nw_dst mod_nw_tos mod_tp_src mod_tp_dst
                 1(p1): addr
                     config:     0
                     state:      0
                     speed: 0 Mbps now, 0 Mbps max
                 2(p2): addr
                     config:     0
                     state:      0
                     speed: 0 Mbps now, 0 Mbps max
                OFPT_GET_CONFIG_REPLY: frags=normal miss_send_len=0""");
        assertThat(print(13, "show", "BR")).startsWith("OFPT_FEATURES_REPLY (OF1.3): dpid\nn_tables:255, n_buffers:0\n")
                .contains("OFPST_PORT_DESC reply (OF1.3):\n 1(p1): addr\n     config:     0\n     state:      LIVE\n")
                .endsWith("OFPT_GET_CONFIG_REPLY (OF1.3): frags=normal miss_send_len=0");
        assertThat(print(15, "show", "BR")).contains("BUNDLES")
                .contains("OFPST_PORT_DESC reply (OF1.5):\n 1(p1): addr");
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 13, 15})
    void shouldDescribeItselfInEachVersion(int version) throws Exception {
        String name = version == 10 ? "" : " (OF1." + version % 10 + ")";
        assertThat(print(version, "dump-desc", "BR")).startsWith("OFPST_DESC reply" + name + ":\nManufacturer: Okko\n")
                .endsWith("DP Description: br0");
        assertThat(print(version, "dump-ports", "BR", "2")).startsWith("OFPST_PORT reply" + name + ": 1 ports\n"
                + "  port  2: rx pkts=0, bytes=0, drop=0, errs=0, frame=?, over=?, crc=?\n"
                + "           tx pkts=0, bytes=0, drop=0, errs=0, coll=?");
        assertThat(print(version, "dump-ports-desc", "BR")).startsWith("OFPST_PORT_DESC reply" + name
                + ":\n 1(p1): addr\n     config:     0\n");
        assertThat(print(version, "dump-tables", "BR")).startsWith("OFPST_TABLE reply" + name + ":\n  table 0:\n"
                + "    active=0, lookup=0, matched=0\n").endsWith("tables 1...254: ditto");
        assertThat(print(version, "dump-flows", "BR")).isEqualTo((version == 10 ? "NXST" : "OFPST") + "_FLOW reply"
                + name + ":");
        assertThat(print(version, "queue-stats", "BR")).isEqualTo("OFPST_QUEUE reply" + name + ": 0 queues");
        assertThat(print(version, "get-frags", "BR")).isEqualTo("normal");
        assertThat(print(version, "probe", "BR")).isEmpty();
        assertThat(print(version, "ping", "BR", "10")).startsWith("10 bytes from unix:");
    }

    @Test
    void shouldTellWhatTablesCanDo() throws Exception {
        assertThat(print(13, "dump-table-features", "BR")).startsWith("table 0:\n")
                .contains("instructions: meter apply_actions clear_actions write_actions write_metadata goto_table\n")
                .contains("tables 1...253: ditto");
        assertThat(print(15, "dump-table-desc", "BR")).startsWith(
                "OFPST_TABLE_DESC reply (OF1.5):\n  table 0:\n   eviction=off");
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 13, 15})
    void shouldAddChangeListAndDeleteFlowsInEachVersion(int version) throws Exception {
        print(version, "add-flow", "BR", "cookie=0x5,priority=7,idle_timeout=100,tcp,in_port=p1,nw_src=10.0.0.0/8,"
                + "tp_dst=80,actions=dec_ttl,output:p2");
        print(version, "add-flow", "BR", "table=1,priority=9,ip,actions=resubmit(,2),controller");
        assertThat(print(version, "--names", "--no-stats", "dump-flows", "BR")).isEqualTo("""
                cookie=0x5, idle_timeout=100, priority=7,tcp,in_port=p1,nw_src=10.0.0.0/8,tp_dst=80 \
                actions=dec_ttl,output:p2
                 table=1, priority=9,ip actions=resubmit(,2),CONTROLLER:65535""");
        assertThat(print(version, "dump-flows", "BR", "cookie=5/-1,tcp")).endsWith("""
                 cookie=0x5, table=0, n_packets=0, n_bytes=0, idle_timeout=100, \
                priority=7,tcp,in_port=1,nw_src=10.0.0.0/8,tp_dst=80 actions=dec_ttl,output:2""");
        assertThat(print(version, "dump-aggregate", "BR", "table=1"))
                .endsWith("packet_count=0 byte_count=0 flow_count=1");
        print(version, "--strict", "mod-flows", "BR", "tcp,in_port=1,nw_src=10.0.0.0/8,tp_dst=80,priority=7,"
                + "actions=output:1");
        print(version, "del-flows", "BR", "table=1,out_port=controller");
        assertThat(print(version, "--no-stats", "dump-flows", "BR")).endsWith(
                "idle_timeout=100, priority=7,tcp,in_port=1,nw_src=10.0.0.0/8,tp_dst=80 actions=output:1")
                .doesNotContain("table=1");
        print(version, "del-flows", "BR");
        assertThat(print(version, "dump-aggregate", "BR")).endsWith("flow_count=0");
    }

    @Test
    void shouldReplaceFlowsByThoseOfAFileAndTellTheDifference() throws Exception {
        Path file = Files.writeString(directory.resolve("flows"), "priority=1,actions=drop\narp,actions=ALL\n");
        print(10, "add-flow", "BR", "priority=3,tcp,actions=output:1");
        print(10, "add-flow", "BR", "priority=1,actions=drop");
        Outcome differs = ask(10, "diff-flows", "BR", file.toString());
        assertThat(differs.status).isEqualTo(2);
        assertThat(differs.printed.lines()).containsExactlyInAnyOrder("-priority=3,tcp actions=output:1",
                "+arp actions=ALL");
        print(10, "replace-flows", "BR", file.toString());
        assertThat(print(10, "diff-flows", "BR", file.toString())).isEmpty();
        print(14, "--bundle", "replace-flows", "BR", Files.writeString(directory.resolve("more"),
                "table=3,udp,actions=output:2\n").toString());
        assertThat(print(13, "--no-stats", "dump-flows", "BR")).isEqualTo("table=3, udp actions=output:2");
    }

    @Test
    void shouldDoAllOfABundleOrNothing() throws Exception {
        Path file = Files.writeString(directory.resolve("flows"),
                "priority=1,actions=drop\npriority=2,actions=group:77\n");
        Outcome refused = ask(14, "--bundle", "add-flows", "BR", file.toString());
        assertThat(refused.status).isEqualTo(1);
        assertThat(refused.printed).contains("OFPBAC_BAD_OUT_GROUP");
        assertThat(print(10, "dump-aggregate", "BR")).endsWith("flow_count=0");
    }

    @Test
    void shouldRefuseWithTheRightError() throws Exception {
        print(13, "add-flow", "BR", "priority=5,tcp,actions=drop");
        assertRefused("OFPFMFC_OVERLAP", 13, "add-flow", "BR", "check_overlap,priority=5,ip,actions=drop");
        assertRefused("OFPBAC_BAD_OUT_GROUP", 13, "add-flow", "BR", "actions=group:77");
        assertRefused("OFPGMFC_UNKNOWN_GROUP", 13, "mod-group", "BR", "group_id=3,type=all,bucket=output:1");
        assertRefused("OFPMMFC_UNKNOWN_METER", 13, "mod-meter", "BR", "meter=3,pktps,bands=type=drop,rate=1");
    }

    private void assertRefused(String error, int version, String... words) throws Exception {
        Outcome refused = ask(version, words);
        assertThat(refused.status).as(refused.printed).isEqualTo(1);
        assertThat(refused.printed).contains(error);
    }

    @Test
    void shouldKeepGroupsAndMetersWithWhatTheyCount() throws Exception {
        print(13, "add-group", "BR", "group_id=1,type=select,bucket=weight:2,output:1,bucket=output:2");
        assertThat(print(13, "dump-groups", "BR")).isEqualTo("OFPST_GROUP_DESC reply (OF1.3):\n"
                + " group_id=1,type=select,bucket=weight:2,actions=output:1,bucket=actions=output:2");
        assertThat(print(15, "dump-groups", "BR")).isEqualTo("OFPST_GROUP_DESC reply (OF1.5):\n group_id=1,type=select,"
                + "bucket=bucket_id:0,weight:2,actions=output:1,bucket=bucket_id:1,actions=output:2");
        assertThat(print(13, "dump-group-stats", "BR")).isEqualTo("OFPST_GROUP reply (OF1.3):\n group_id=1,"
                + "ref_count=0,packet_count=0,byte_count=0,bucket0:packet_count=0,byte_count=0,"
                + "bucket1:packet_count=0,byte_count=0");
        assertThat(print(13, "dump-group-features", "BR")).contains("Types:  0xf");
        print(13, "add-meter", "BR", "meter=1,kbps,burst,stats,bands=type=drop,rate=100,burst_size=10");
        assertThat(print(13, "dump-meters", "BR")).isEqualTo("OFPST_METER_CONFIG reply (OF1.3):\n"
                + "meter=1 kbps burst stats bands=\ntype=drop rate=100 burst_size=10");
        print(13, "add-flow", "BR", "actions=meter:1,group:1");
        assertThat(print(13, "meter-stats", "BR")).startsWith("OFPST_METER reply (OF1.3):\nmeter:1 flow_count:1 "
                + "packet_in_count:0 byte_in_count:0");
        assertThat(print(13, "meter-features", "BR")).contains("band_types: drop");
        print(13, "del-meters", "BR");
        print(13, "del-groups", "BR");
        assertThat(print(13, "dump-flows", "BR")).isEqualTo("OFPST_FLOW reply (OF1.3):");
    }

    @Test
    void shouldSendPacketsAndChangePorts() throws Exception {
        print(13, "packet-out", "BR", "in_port=1,packet=" + PACKET + ",actions=output:2");
        assertThat(print(10, "dump-ports", "BR", "p2")).contains("tx pkts=1, bytes=46,");
        print(10, "mod-port", "BR", "p1", "no-flood");
        assertThat(print(10, "show", "BR")).contains(" 1(p1): addr\n     config:     NO_FLOOD\n");
        print(10, "mod-port", "BR", "p1", "flood");
        assertThat(print(10, "show", "BR")).contains(" 1(p1): addr\n     config:     0\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nxt_packet_in2", "nxt_packet_in", "standard"})
    void shouldTellMonitorsOfPacketsInEachFormat(String format) throws Exception {
        Process monitor = command(10, "-P", format, "monitor", "BR", "128").start();
        try {
            var lines = monitor.inputReader();
            print(10, "add-flow", "BR", "cookie=0x7,table=1,actions=controller");
            String found = null;
            for (int i = 0; i < 100 && found == null; i++) { // until it listens
                print(10, "packet-out", "BR", "in_port=1,packet=" + PACKET + ",actions=resubmit(,1)");
                TimeUnit.MILLISECONDS.sleep(20);
                while (found == null && lines.ready()) {
                    String line = lines.readLine();
                    found = line.contains("PACKET_IN") ? line : null;
                }
            }
            assertThat(found).contains("in_port=1 ").contains("total_len=46").contains("data_len=46");
        } finally {
            monitor.destroy();
            monitor.waitFor();
        }
    }

    @Test
    void shouldTellMonitorsOfFlowsThatChange() throws Exception {
        print(10, "add-flow", "BR", "table=2,tcp,actions=output:1");
        Process monitor = command(10, "monitor", "BR", "watch:").start();
        try {
            var lines = monitor.inputReader();
            assertThat(next(lines, "event=")).isEqualTo("event=ADDED table=2 cookie=0 tcp actions=output:1");
            print(10, "add-flow", "BR", "priority=77,arp,actions=output:1");
            assertThat(next(lines, "event=")).isEqualTo(
                    "event=ADDED table=0 cookie=0 arp actions=output:1");
            print(10, "del-flows", "BR", "arp");
            assertThat(next(lines, "event=")).startsWith(
                    "event=DELETED reason=delete table=0 cookie=0 arp");
        } finally {
            monitor.destroy();
            monitor.waitFor();
        }
    }

    private static String next(java.io.BufferedReader lines, String word) throws IOException {
        String line = lines.readLine();
        while (line != null && !line.contains(word)) {
            line = lines.readLine();
        }
        return line == null ? "" : line.strip();
    }
}
