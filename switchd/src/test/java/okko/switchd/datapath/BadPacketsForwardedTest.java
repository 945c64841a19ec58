package okko.switchd.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import okko.switchd.action.ActionExecutor;
import okko.switchd.classify.Rule;
import okko.switchd.classify.TestRules;
import okko.switchd.flow.FlowSyntaxException;
import okko.switchd.flow.FlowText;
import okko.switchd.flow.PortNames;
import okko.switchd.packet.Batch;
import okko.switchd.packet.DropCounters;
import okko.switchd.packet.DropReason;
import okko.switchd.packet.TestNetwork;
import okko.switchd.parse.RandomFrames;
import org.agrona.UnsafeApi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Bad packets through the whole datapath, with caches and without: each is forwarded as it is or dropped under one
 * name, good packets behind it come out as they went in, and no buffer is lost.
 */
@ParameterizedClass
@EnumSource(CacheMode.class)
@Timeout(60)
class BadPacketsForwardedTest {

    private static final PortNames PORTS = new PortNames(Map.of("in", 1, "out", 2));
    private static final int BUFFERS = 64;
    private static final long SEED = 20_261_122;
    private static final int DAMAGED = 100_000;
    private static final HexFormat HEX = HexFormat.of();
    private static final String ETHERNET = "020000000002" + "020000000001";

    /** UDP from port 53 to port 1024. */
    private static final String GOOD =
            ETHERNET + "08004500001c00000000401100000a0000010a000002" + "0035040000080000";

    /** Rules that look at headers of all kinds, and do the same with what they find. */
    private static final List<String> MATCHES = List.of(
            "tcp,nw_src=10.0.0.1,tcp_flags=+syn+fin", "udp,tp_dst=4789", "ip,ip_frag=later", "sctp,tp_dst=1",
            "icmp6,icmp_type=135,icmp_code=0,nd_target=fd00::aa", "ipv6,ipv6_dst=fd00::2",
            "mpls,mpls_label=1", "dl_vlan=7", "arp,arp_tpa=10.0.0.2", "dl_type=0x88cc");

    private final DropCounters drops = new DropCounters();
    private final List<String> sent = new ArrayList<>();
    private final TestNetwork network = new TestNetwork(BUFFERS);
    private final Pipeline pipeline;

    BadPacketsForwardedTest(CacheMode cache) throws IOException {
        ActionExecutor actions = new ActionExecutor(network.pool(), drops);
        actions.add(1, this::take);
        actions.add(2, this::take);
        pipeline = new Pipeline(new DatapathConfig(0, CacheConfig.DEFAULT.with(cache), 5), actions,
                new DatapathStats());
    }

    @AfterEach
    void shouldHaveAllBuffersBackInPool() {
        int free = network.pool().freeCount();
        network.close();
        assertThat(free).isEqualTo(BUFFERS);
    }

    /** What stands behind the addresses. */
    @ParameterizedTest
    @CsvSource({
        "B1, 8847 00001040 00001040 00001040 00001040", // no bottom of stack
        "B1, 8847 000010", // a label that is cut off
        "B2, 0800 4500000800000000401100000a0000010a000002 0035040000080000", // shorter than its header
        "B2, 0800 4000001c00000000401100000a0000010a000002 0035040000080000", // header of 0 words
        "B2, 0800 4400001c00000000401100000a0000010a000002 0035040000080000", // header of 4 words
        "B2, 0800 4f00001c00000000401100000a0000010a000002 0035040000080000", // options behind its end
        "B2, 0800 4500ffff00000000401100000a0000010a000002 0035040000080000", // longer than the frame
        "B3, 0800 4500001400000000401100000a0000010a000002 0035040000080000 00000000", // ports in the padding
        "B4, 0800 4500001c00000000400000000a0000010a000002 0035040000080000", // protocol 0
        "B5, 86dd 6000000000203a40fd000000000000000000000000000001fd000000000000000000000000000002"
                + " 8700000000000000fd0000000000000000000000000000aa 0100020000000001", // an option of length 0
        "B5, 86dd 6000000000203a40fd000000000000000000000000000001fd000000000000000000000000000002"
                + " 8700000000000000fd0000000000000000000000000000aa 01ff020000000001", // longer than the packet
        "B6, 0800 4500001800002000401100000a0000010a000002 00350400", // first fragment, too small for its header
        "B6, 0800 4500001c00001fff401100000a0000010a000002 0035040000080000", // ends behind 65,535
        "B7, 88cc 0000", // LLDP that ends at once
        "B7, 88cc 0200 0400 0600 0000", // TLVs of length 0
        "B7, 88cc 03ff 04", // a TLV longer than the frame
        "B7, 88cc 020704020000000001 020704020000000001 020704020000000001 0000", // the same TLV again and again
        "B7, 88cc fe03 0080c2 fe01 00 0000", // organisations' TLVs too short for the organisation
        "B8, 0800 4500002400000000401100000a0000010a000002 003512b500100000 08000000 00000100", // VXLAN, nothing in it
        "B8, 0800 4500002400000000401100000a0000010a000002 003517c100100000 3f006558 00000100", // Geneve, 252 B missing
        "B8, 0800 4500002c00000000401100000a0000010a000002 003512b500180000 0800000000000100 0800000000000100",
        "B10, 8100 0007 8100 0007 8100 0007 8100 0007 8100 0007 0800",
        "B10, 8100",
        // SYN and FIN:
        "B11, 0800 4500002800000000400600000a0000010a000002 00350400 00000000 00000000 00030000 00000000",
        "B11, 0800 4500002800000000400600000a0000010a000002 00350400 00000000 00000000 f0020000 00000000", // 60 bytes
    })
    void shouldForwardItAndThenGoodPacketsAsTheyCame(String number, String content) throws FlowSyntaxException {
        tables("output:out");
        String bad = ETHERNET + content.replace(" ", "");
        send(bad);
        send(GOOD);
        send(bad);
        send(GOOD);
        assertThat(sent).as(number).containsExactly(bad, GOOD, bad, GOOD);
        assertThat(drops.total()).isZero();
    }

    /** B10: dropped under its name; nothing else is counted for it. */
    @Test
    void shouldDropUnderOneNameWhenFrameIsRunt() throws FlowSyntaxException {
        tables("output:out");
        for (int bytes = 0; bytes < 14; bytes++) {
            send(GOOD.substring(0, 2 * bytes));
            send(GOOD);
        }
        assertThat(sent).hasSize(14).containsOnly(GOOD);
        assertThat(drops.packets(DropReason.RUNT)).isEqualTo(14);
        assertThat(drops.total()).isEqualTo(14);
    }

    @Test
    void shouldForwardOrDropEachDamagedFrameAndThenGoodPacketsAsTheyCame() throws FlowSyntaxException {
        tables("output:out");
        RandomFrames frames = new RandomFrames(new Random(SEED));
        int runts = 0;
        for (int i = 0; i < DAMAGED; i++) {
            String frame = HEX.formatHex(frames.damaged());
            send(frame);
            runts += frame.length() < 2 * 14 ? 1 : 0;
            assertThat(sent).as("seed %d, frame %d", SEED, i)
                    .isEqualTo(frame.length() < 2 * 14 ? List.of() : List.of(frame));
            sent.clear();
        }
        send(GOOD);
        assertThat(sent).containsExactly(GOOD);
        assertThat(drops.packets(DropReason.RUNT)).isEqualTo(runts);
        assertThat(drops.total()).isEqualTo(runts);
    }

    /** Actions that write find what the parser found, or leave the frame alone: each comes out once or is dropped. */
    @Test
    void shouldLoseNoDamagedFrameWhenActionsWriteIt() throws FlowSyntaxException {
        tables("set_field:02:00:00:00:00:09->dl_dst,dec_ttl,push_vlan:0x8100,push_mpls:0x8847,pop_mpls:0x0800,"
                + "pop_vlan,output:out");
        RandomFrames frames = new RandomFrames(new Random(SEED));
        for (int i = 0; i < DAMAGED; i++) {
            send(HEX.formatHex(frames.damaged()));
            assertThat(sent.size() + drops.total()).as("seed %d, frame %d", SEED, i).isEqualTo(i + 1);
        }
        tables("output:out");
        send(GOOD);
        assertThat(sent.getLast()).isEqualTo(GOOD);
    }

    private void tables(String actions) throws FlowSyntaxException {
        List<Rule> rules = new ArrayList<>();
        for (String match : MATCHES) {
            rules.add(rule("priority=9," + match + ",actions=" + actions));
        }
        rules.add(rule("priority=1,actions=" + actions));
        pipeline.replaceTables(TestRules.tables(rules));
    }

    private static Rule rule(String line) throws FlowSyntaxException {
        var flow = FlowText.parse(line, PORTS);
        return TestRules.rule(0, flow.priority(), flow.match(), null, flow.actions());
    }

    private void send(String frame) {
        byte[] bytes = HEX.parseHex(frame);
        int buffer = network.pool().allocate();
        long address = network.pool().dataAddress(buffer) + network.pool().headroomBytes();
        for (int i = 0; i < bytes.length; i++) {
            UnsafeApi.putByte(address + i, bytes[i]);
        }
        Batch batch = new Batch();
        batch.add(buffer, address, bytes.length, 1, 0);
        pipeline.process(batch);
    }

    private void take(Batch batch) {
        for (int i = 0; i < batch.size; i++) {
            byte[] bytes = new byte[batch.lengthBytes[i]];
            for (int at = 0; at < bytes.length; at++) {
                bytes[at] = UnsafeApi.getByte(batch.address[i] + at);
            }
            sent.add(HEX.formatHex(bytes));
            network.pool().release(batch.buffer[i]);
        }
        batch.clear();
    }
}
