package okko.switchd.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Actions that end, copy, or choose a port by a field. */
class ActionsInPassingTest {

    private PipelineBench bench;

    @BeforeEach
    void setUp() throws Exception {
        bench = new PipelineBench(CacheMode.ALL);
    }

    @AfterEach
    void tearDown() {
        bench.close();
    }

    private List<String> portsOfOnePacket() {
        bench.send(PipelineBench.packet(0));
        return bench.sent.stream().map(line -> line.substring(0, line.indexOf("<-"))).toList();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', value = {
        "note:01.02,set_queue:5,pop_queue,output:2 | 2",
        "enqueue:3:7 | 3",
        "load:3->reg1[],output:reg1[] | 3",
        "set_field:0x20000->reg1,output:reg1[16..31] | 2",
        "load:2->reg1[0..3],clone(load:3->reg1[],output:reg1[]),output:reg1[] | 3 2",
        "output:2,exit,output:3 | 2"})
    void shouldSendWhereTheActionsSay(String actions, String ports) throws Exception {
        bench.flows("table=0,actions=" + actions);
        assertThat(portsOfOnePacket()).containsExactlyInAnyOrder(ports.split(" "));
    }

    @Test
    void shouldEndInAllTablesWhenOneExits() throws Exception {
        bench.flows("table=0,actions=resubmit(,1),output:3", "table=1,actions=output:2,exit");
        assertThat(portsOfOnePacket()).containsExactly("2");
    }

    @Test
    void shouldStillDoTheActionSetWhenATableExits() throws Exception {
        bench.flows("table=0,actions=write_actions(output:3),goto_table:1", "table=1,actions=exit");
        assertThat(portsOfOnePacket()).containsExactly("3");
    }
}
