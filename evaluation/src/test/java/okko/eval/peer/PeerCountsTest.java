package okko.eval.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Counts as the peers print them. */
class PeerCountsTest {

    private static final String PORTS = """
            OFPST_PORT reply (xid=0x2): 3 ports
              port  1: rx pkts=6571040, bytes=420546560, drop=2, errs=0, frame=?, over=?, crc=?
                       tx pkts=0, bytes=0, drop=0, errs=0, coll=?
              port LOCAL: rx pkts=0, bytes=0, drop=0, errs=0, frame=0, over=0, crc=0
                       tx pkts=0, bytes=0, drop=0, errs=0, coll=0
              port 10: rx pkts=7, bytes=0, drop=0, errs=0, frame=?, over=?, crc=?
                       tx pkts=6571273, bytes=0, drop=40, errs=0, coll=?
            """;

    @Test
    void shouldReadPortsByTheirNumbers() throws Exception {
        OvsPorts ports = OvsPorts.parse(PORTS, 5);
        assertThat(ports.of(1)).isEqualTo(new OvsPorts.Counts(6_571_040, 2, 0, 0));
        assertThat(ports.of(10)).isEqualTo(new OvsPorts.Counts(7, 0, 6_571_273, 40));
        assertThat(ports.byNumber()).hasSize(2);
        assertThat(ports.dropped()).isEqualTo(42);
        assertThatThrownBy(() -> ports.of(2)).isInstanceOf(IOException.class)
                .hasMessage("ovs-ofctl dump-ports: no port 2");
    }

    @Test
    void shouldSayWhatWasPrintedInsteadOfCounts() {
        assertThatThrownBy(() -> OvsPorts.parse("ovs-ofctl: nobody there\n", 0)).isInstanceOf(IOException.class)
                .hasMessage("ovs-ofctl dump-ports: no counts of packets in \"ovs-ofctl: nobody there\"");
    }

    @Test
    void shouldReadWhatTheThreadTookAndCouldNotDecide() {
        assertThat(PmdCounts.parse("""
                pmd thread numa_id 0 core_id 1:
                  packets received: 88032
                  miss with success upcall: 1
                  miss with failed upcall: 11424
                """)).isEqualTo(new PmdCounts(88_032, 11_424));
    }

    @Test
    void shouldReadAnInterfaceOfTheKernel() throws Exception {
        String text = """
                Inter-|   Receive                                                |  Transmit
                 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls
                    lo:       0       0    0    0    0     0          0         0        0       0    0    0    0     0
                    pb: 4711 12 0 1 0 0 0 0 990 34 0 56 0 0 0 0
                """;
        assertThat(LinkCounts.parse(text, "pb")).isEqualTo(new LinkCounts(12, 34, 56));
        assertThatThrownBy(() -> LinkCounts.parse(text, "p")).isInstanceOf(IOException.class)
                .hasMessage("no interface p in its namespace");
    }
}
