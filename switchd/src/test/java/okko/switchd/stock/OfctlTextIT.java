package okko.switchd.stock;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import okko.switchd.cli.OfctlCommand;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Our ofctl and the stock one, asking the same switch the same: a real Open vSwitch. */
@Timeout(180)
class OfctlTextIT {

    /** With -O and the switch before or behind it. */
    private static final List<List<String>> QUESTIONS = List.of(
            List.of("show"), List.of("dump-desc"), List.of("dump-tables"), List.of("get-frags"),
            List.of("dump-flows"), List.of("--names", "dump-flows"), List.of("--no-stats", "dump-flows"),
            List.of("--sort", "dump-flows"), List.of("--rsort=in_port", "dump-flows"), List.of("dump-aggregate"),
            List.of("dump-ports-desc"), List.of("queue-stats"), List.of("dump-groups"), List.of("dump-group-stats"),
            List.of("dump-group-features"));

    private static final List<List<String>> LATER_QUESTIONS = List.of(
            List.of("dump-meters"), List.of("meter-stats"), List.of("meter-features"));

    @TempDir
    private Path directory;

    private OpenVSwitch openVSwitch;

    @BeforeEach
    void start() throws Exception {
        openVSwitch = OpenVSwitch.start(directory, 3);
    }

    @AfterEach
    void stop() throws Exception {
        if (openVSwitch != null) {
            openVSwitch.close();
        }
    }

    /** What a tool printed, and how it ended. */
    private record Outcome(int status, String out, String err) {}

    private Outcome ours(List<String> words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = new CommandLine(new OfctlCommand());
        line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int status = line.execute(words.toArray(String[]::new));
        return new Outcome(status, out.toString(), err.toString());
    }

    private Outcome stock(List<String> words) throws Exception {
        List<String> command = new ArrayList<>(List.of("ovs-ofctl", "--timeout=60"));
        command.addAll(words);
        Path out = directory.resolve("stock.out");
        Path err = directory.resolve("stock.err");
        Process process = new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        return new Outcome(process.waitFor(), Files.readString(out), Files.readString(err));
    }

    private List<String> words(String version, List<String> question, String... more) {
        List<String> words = new ArrayList<>(List.of("-O", version));
        words.addAll(question);
        words.add(openVSwitch.target());
        words.addAll(List.of(more));
        return words;
    }

    /** Without what is another each time: numbers of messages, and time. */
    private static String lasting(String text) {
        return text.replaceAll("xid=0x[0-9a-f]+", "xid").replaceAll("(duration[=:]?)[0-9.]+s", "$1")
                .replaceAll("(idle|hard)_age=\\d+, ", "");
    }

    private void change(String version, String... words) {
        List<String> question = List.of(words[0]);
        Outcome outcome = ours(words(version, question, List.of(words).subList(1, words.length)
                .toArray(String[]::new)));
        assertThat(outcome).as(String.join(" ", words)).isEqualTo(new Outcome(0, "", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"OpenFlow10", "OpenFlow13", "OpenFlow15"})
    void shouldPrintWhatTheStockToolPrintsWhenAskingTheSame(String version) throws Exception {
        change("OpenFlow15", "add-group", "group_id=1,type=select,bucket=weight:2,output:2,bucket=weight:3,output:p3");
        change("OpenFlow15", "add-group", "group_id=2,type=ff,bucket=watch_port:p1,output:p2");
        change("OpenFlow13", "add-meter", "meter=1,kbps,burst,stats,band=type=drop,rate=1000,burst_size=100");
        change(version, "add-flows", Files.writeString(directory.resolve("flows.txt"), """
                # all kinds
                priority=10,in_port=p1,tcp,nw_dst=10.0.0.0/8,tp_dst=80,actions=dec_ttl,output:p2
                table=1,cookie=0x5,idle_timeout=600,hard_timeout=6000,send_flow_rem,udp,actions=controller:100
                in_port=LOCAL,actions=NORMAL
                arp,actions=FLOOD,output:1
                ipv6,ipv6_src=fe80::/10,actions=resubmit(,3)
                table=2,dl_vlan=5,actions=strip_vlan,group:1
                table=3,actions=drop
                add table=4,ip,actions=1
                modify table=4,ip,actions=2
                table=4,icmp,actions=3
                delete_strict table=4,icmp,priority=32768
                """).toString());
        List<List<String>> questions = new ArrayList<>(QUESTIONS);
        if (!version.equals("OpenFlow15")) {
            questions.add(List.of("dump-ports")); // in 1.5 Open vSwitch adds counts that have names
        }
        if (!version.equals("OpenFlow10")) {
            questions.addAll(LATER_QUESTIONS);
        }
        for (List<String> question : questions) {
            List<String> words = words(version, question);
            Outcome ours = ours(words);
            Outcome stock = stock(words);
            assertThat(lasting(ours.out())).as(words + " " + ours.err()).isEqualTo(lasting(stock.out()));
            assertThat(ours.status()).isEqualTo(stock.status());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"OpenFlow10", "OpenFlow13", "OpenFlow15"})
    void shouldPrintErrorsAsTheStockToolDoesWhenTheSwitchRefuses(String version) throws Exception {
        List<String> words = words(version, List.of("add-flow"), "priority=1,actions=group:99");
        Outcome ours = ours(words);
        assertThat(lasting(ours.err())).isEqualTo(lasting(stock(words).err()))
                .contains("OFPBAC_BAD_OUT_GROUP", "ADD priority=1 actions=group:99");
        assertThat(ours.status()).isEqualTo(1);
    }

    @Test
    void shouldReplaceAndCompareFlowsWhenAFileIsGiven() throws Exception {
        change("OpenFlow10", "add-flow", "priority=1,ip,actions=1");
        change("OpenFlow10", "add-flow", "priority=2,ip,actions=1");
        String file = Files.writeString(directory.resolve("flows.txt"), """
                priority=2,ip,actions=2
                priority=3,ip,actions=3
                """).toString();
        Outcome difference = ours(List.of("diff-flows", openVSwitch.target(), file));
        assertThat(difference.status()).isEqualTo(1);
        assertThat(difference.out().lines()).containsExactlyInAnyOrder("-priority=1,ip actions=output:1",
                "-priority=2,ip actions=output:1", "+priority=2,ip actions=output:2",
                "+priority=3,ip actions=output:3");
        change("OpenFlow10", "replace-flows", file);
        assertThat(ours(List.of("diff-flows", openVSwitch.target(), file))).isEqualTo(new Outcome(0, "", ""));
        assertThat(stock(List.of("diff-flows", openVSwitch.target(), file)).status()).isZero();
    }

    @Test
    void shouldCarryOutAllOrNothingWhenChangesAreBundled() throws Exception {
        Path file = directory.resolve("flows.txt");
        Files.writeString(file, "priority=1,ip,actions=1\npriority=2,ip,actions=group:99\n");
        Outcome refused = ours(words("OpenFlow13", List.of("--bundle", "add-flows"), file.toString()));
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.err()).contains("OFPBAC_BAD_OUT_GROUP");
        assertThat(ours(words("OpenFlow13", List.of("--no-stats", "dump-flows"))).out()).isEmpty();
        Files.writeString(file, "priority=1,ip,actions=1\npriority=2,ip,actions=2\n");
        assertThat(ours(words("OpenFlow13", List.of("--bundle", "add-flows"), file.toString())))
                .isEqualTo(new Outcome(0, "", ""));
        assertThat(ours(words("OpenFlow13", List.of("--no-stats", "dump-flows"))).out())
                .isEqualTo(" priority=1,ip actions=output:1\n priority=2,ip actions=output:2\n");
    }
}
