package okko.eval.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import okko.eval.setup.CellPlan;
import okko.eval.setup.DatapathPlan;
import okko.eval.setup.InProcess;
import okko.eval.setup.InSwitch;
import okko.eval.setup.Material;
import okko.eval.setup.Namespace;
import okko.eval.setup.PortPlan;
import okko.eval.setup.Setup;
import okko.eval.workload.BundledWorkload;
import org.junit.jupiter.api.Test;

class SwitchConfigTextTest {

    private static final Material MATERIAL = new Material(BundledWorkload.P0F, Path.of("/t/traffic.pcap"), 1000, Path.of("/t"));

    @Test
    void shouldWriteAFilterInTheSwitch() throws Exception {
        assertSame(InSwitch.COMPILED, """
                {"pool": {"buffers": 1256},
                 "ports": {"p1": {"number": 1, "type": "replay", "file": "/t/traffic.pcap"},
                           "p2": {"number": 2, "type": "replay"}, "p3": {"number": 3, "type": "replay"}},
                 "programs": {"1": {"file": "/t/p0f.o", "engine": "jit"}},
                 "flows": ["priority=10,in_port=p1,filter_prog=1,actions=output:p2",
                           "priority=1,in_port=p1,actions=output:p3"]}""");
    }

    @Test
    void shouldMakeTheRingsAsLargeAsTheTrace() throws Exception {
        assertSame(InProcess.BPF, """
                {"pool": {"buffers": 1256},
                 "ports": {"p1": {"number": 1, "type": "replay", "file": "/t/traffic.pcap"},
                           "p2": {"number": 2, "type": "replay"}, "p3": {"number": 3, "type": "replay"},
                           "fw": {"number": 10, "type": "ring", "capacity": 1024, "quota": 1024}},
                 "programs": {},
                 "flows": ["in_port=p1,actions=output:fw", "in_port=fw,metadata=1,actions=output:p2",
                           "in_port=fw,metadata=0,actions=output:p3"]}""");
    }

    @Test
    void shouldIsolateTheProcessorThatGetsCopies() throws Exception {
        assertThat(port(InProcess.COPY)).isEqualTo(new JsonMapper().readTree(
                "{\"number\": 10, \"type\": \"ring\", \"capacity\": 1024, \"quota\": 1024, \"trust\": \"isolated\"}"));
    }

    @Test
    void shouldLetAeronHoldTheWholeTrace() throws Exception {
        assertThat(port(InProcess.AERON)).isEqualTo(
                new JsonMapper().readTree("{\"number\": 10, \"type\": \"aeron\", \"quota\": 1024}"));
    }

    @Test
    void shouldGiveEachThreadAQueueOfTheSource() throws Exception {
        assertSame(InSwitch.COMPILED_TWICE, """
                {"pool": {"buffers": 1256}, "datapath": {"threads": 2},
                 "ports": {"p1": {"number": 1, "type": "replay", "file": "/t/traffic.pcap", "queues": 2},
                           "p2": {"number": 2, "type": "replay"}, "p3": {"number": 3, "type": "replay"}},
                 "programs": {"1": {"file": "/t/p0f.o", "engine": "jit"}},
                 "flows": ["priority=10,in_port=p1,filter_prog=1,actions=output:p2",
                           "priority=1,in_port=p1,actions=output:p3"]}""");
    }

    @Test
    void shouldNameTheAddressesOfAProcessorOnAnotherHost() throws Exception {
        assertThat(port(InProcess.REMOTE)).isEqualTo(new JsonMapper().readTree("""
                {"number": 10, "type": "aeron", "quota": 1024,
                 "to": {"channel": "aeron:udp?endpoint=10.78.0.2:40001"},
                 "from": {"channel": "aeron:udp?endpoint=10.78.0.1:40002"}}"""));
        assertThat(ProcessorArguments.of(InProcess.REMOTE.plan(MATERIAL), Path.of("/run"))).containsExactly(
                "proc", "run", "--once", "--attach", "fw", "--processor", "/t/p0f.o", "--rundir", "/run",
                "--channel", "aeron:udp?endpoint=10.78.0.2:40001",
                "--answer-channel", "aeron:udp?endpoint=10.78.0.1:40002");
    }

    @Test
    void shouldOpenTheInterfacesOfASwitchBehindCables() throws Exception {
        CellPlan plan = new Namespace().plan(MATERIAL);
        JsonMapper mapper = new JsonMapper();

        JsonNode near = mapper.readTree(SwitchConfigText.of(plan));
        assertThat(near.path("pool").path("buffers").asInt()).isEqualTo(1000 + 3 * 512 + 256);
        assertThat(near.path("ports").path("box-match")).isEqualTo(mapper.readTree(
                "{\"number\": 12, \"type\": \"afpacket\", \"interface\": \"box-match\"}"));
        assertThat(mapper.readTree(SwitchConfigText.of(plan.far().orElseThrow().inside().orElseThrow())))
                .isEqualTo(mapper.readTree("""
                {"pool": {"buffers": 1792},
                 "ports": {"eth1": {"number": 1, "type": "afpacket", "interface": "eth1"},
                           "eth2": {"number": 2, "type": "afpacket", "interface": "eth2"},
                           "eth3": {"number": 3, "type": "afpacket", "interface": "eth3"}},
                 "programs": {"1": {"file": "/t/p0f.o", "engine": "jit"}},
                 "flows": ["priority=10,in_port=eth1,filter_prog=1,actions=output:eth2",
                           "priority=1,in_port=eth1,actions=output:eth3"]}"""));
    }

    @Test
    void shouldGiveASourceOfCopiesFewBuffersHoweverManyFramesItHas() throws Exception {
        CellPlan plan = new CellPlan("1m", 1_000_000,
                List.of(new PortPlan("p1", 1, PortPlan.Kind.REPLAY_COPIES, Optional.of(Path.of("/t/flows.pcap"))),
                        new PortPlan("p2", 2, PortPlan.Kind.NULL, Optional.empty())),
                List.of(), List.of("in_port=1,actions=output:2"), Optional.empty(),
                new DatapathPlan(Optional.of("megaflow"), OptionalInt.of(1)));

        JsonMapper mapper = new JsonMapper();
        assertThat(mapper.readTree(SwitchConfigText.of(plan))).isEqualTo(mapper.readTree("""
                {"pool": {"buffers": 1280}, "datapath": {"cache": "megaflow", "cpu": 1},
                 "ports": {"p1": {"number": 1, "type": "replay", "file": "/t/flows.pcap", "send": "copies"},
                           "p2": {"number": 2, "type": "null"}},
                 "programs": {}, "flows": ["in_port=1,actions=output:2"]}"""));
    }

    private static JsonNode port(Setup setup) throws Exception {
        return new JsonMapper().readTree(SwitchConfigText.of(setup.plan(MATERIAL))).path("ports").path("fw");
    }

    private static void assertSame(Setup setup, String expected) throws Exception {
        JsonMapper mapper = new JsonMapper();
        assertThat(mapper.readTree(SwitchConfigText.of(setup.plan(MATERIAL)))).isEqualTo(mapper.readTree(expected));
    }
}
