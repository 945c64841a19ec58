package okko.switchd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import okko.ringshm.attach.TrustMode;
import okko.ringshm.pool.PoolConfig;
import okko.ringshm.idle.IdlePolicy;
import okko.ringshm.region.HugePages;
import okko.switchd.datapath.CacheConfig;
import okko.switchd.datapath.CacheMode;
import okko.switchd.port.PortConfig;
import okko.switchd.port.PortSpec;
import okko.switchd.port.RingPolicy;
import okko.switchd.program.FilterEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileTest {

    @TempDir
    Path directory;

    private SwitchConfig read(String yaml) throws IOException, StartException {
        return ConfigFile.read(Files.writeString(directory.resolve("okko.yaml"), yaml));
    }

    private StartException refusal(String yaml) {
        return catchThrowableOfType(StartException.class, () -> read(yaml));
    }

    @Test
    void shouldReadEverythingWhenTheFileIsComplete() throws Exception {
        SwitchConfig config = read("""
                bridge: br1
                pool: {buffers: 4096, dataBytes: 1600, huge-pages: try}
                datapath: {cache: none, flow-limit: 5000, max-idle-ms: 1500, idle: busy, cpu: 1, batch: 8}
                ports:
                  p1: {number: 3, type: replay, file: trace.pcap}
                  p2: {type: replay, file: flows.pcap, send: copies}
                  lan: {type: afpacket, interface: veth0}
                  cap: {type: pcap, read: in.pcap, write: /abs/out.pcap}
                  fw: {number: 1, type: ring, capacity: 64, quota: 100, trust: isolated, empty-buffers: 16, user: 65534,
                       when-slow: bypass, bypass-result: 9}
                  ids: {type: ring, user: root}
                  x: {type: null}
                programs: {1: {file: firewall.o, engine: interpreter, program: entry}, 2: {file: p0f.o}}
                flows: ["priority=10,actions=drop", "actions=output:p2"]
                """);

        assertThat(config.bridge()).isEqualTo("br1");
        assertThat(config.pool()).isEqualTo(new SwitchConfig.Pool(new PoolConfig(4096, 1600), HugePages.TRY));
        assertThat(config.datapath()).isEqualTo(new SwitchConfig.Datapath(
                new CacheConfig(CacheMode.NONE, 5000, Duration.ofMillis(1500)), IdlePolicy.BUSY, 1, List.of(1), 8));
        assertThat(config.ports()).containsExactly(
                new PortConfig("fw", 1, new PortSpec.Ring(64, TrustMode.ISOLATED,
                        new RingPolicy(100, 16, new RingPolicy.Bypass(9)), OptionalInt.of(65_534))),
                new PortConfig("p2", 2, new PortSpec.Replay(directory.resolve("flows.pcap"), PortSpec.Replay.Packets.COPIES)),
                new PortConfig("p1", 3, new PortSpec.Replay(directory.resolve("trace.pcap"))),
                new PortConfig("lan", 4, new PortSpec.AfPacket("veth0")),
                new PortConfig("cap", 5, new PortSpec.Pcap(directory.resolve("in.pcap"), Path.of("/abs/out.pcap"))),
                new PortConfig("ids", 6, new PortSpec.Ring(1024, TrustMode.SHARED,
                        new RingPolicy(2048, 0, new RingPolicy.Drop()), OptionalInt.of(0))),
                new PortConfig("x", 7, new PortSpec.Null()));
        assertThat(config.programs()).hasSize(2);
        assertThat(config.programs().getFirst().file()).isEqualTo(directory.resolve("firewall.o"));
        assertThat(config.programs().getFirst().options().engine()).isEqualTo(FilterEngine.INTERPRETER);
        assertThat(config.programs().getFirst().options().function()).contains("entry");
        assertThat(config.programs().getLast().options().function()).isEmpty();
        assertThat(config.flows()).extracting(SwitchConfig.FlowLine::where)
                .containsExactly("okko.yaml: flows[0]", "okko.yaml: flows[1]");
    }

    @Test
    void shouldSayWhatIsWrongWhenTheKeysOfARingDoNotFitTogether() {
        assertThat(refusal("""
                ports:
                  a: {type: ring, trust: some, when-slow: wait}
                  b: {type: ring, bypass-result: 1}
                  c: {type: ring, when-slow: bypass, bypass-result: 256}
                  d: {type: ring, trust: monitor, empty-buffers: 1}
                  e: {type: ring, capacity: 64, quota: 32, empty-buffers: 32}
                  f: {type: ring, capacity: 64, quota: 200, empty-buffers: 65}
                """).findings()).containsExactly(
                "okko.yaml: ports.a.trust: unknown degree of trust \"some\"; expected one of isolated, monitor, shared",
                "okko.yaml: ports.a.when-slow: unknown policy \"wait\"; expected one of bypass, drop",
                "okko.yaml: ports.b.bypass-result: has a meaning only with when-slow: bypass",
                "okko.yaml: ports.c.bypass-result: expected a whole number from 0 to 255, found 256",
                "okko.yaml: ports.d.empty-buffers: a monitor cannot write packets; expected 0, found 1",
                "okko.yaml: ports.e.empty-buffers: they are part of the quota and in a ring of their own; expected less"
                        + " than 32 and at most 64, found 32",
                "okko.yaml: ports.f.empty-buffers: they are part of the quota and in a ring of their own; expected less"
                        + " than 200 and at most 64, found 65");
    }

    @Test
    void shouldUseDefaultsWhenTheFileIsAlmostEmpty() throws Exception {
        SwitchConfig config = read("{\"bridge\": \"br7\"}");

        assertThat(config.pool()).isEqualTo(SwitchConfig.Pool.DEFAULT);
        assertThat(config.datapath()).isEqualTo(SwitchConfig.Datapath.DEFAULT);
        assertThat(config.ports()).isEmpty();
    }

    @Test
    void shouldReadThreadsAndWhatTheyReceive() throws Exception {
        SwitchConfig config = read("""
                datapath: {threads: 2, cpus: [0, 1]}
                ports:
                  p1: {type: replay, file: trace.pcap, queues: 2}
                  p2: {type: ring, thread: 1}
                """);
        assertThat(config.datapath()).isEqualTo(
                new SwitchConfig.Datapath(CacheConfig.DEFAULT, IdlePolicy.ADAPTIVE, 2, List.of(0, 1), 32));
        assertThat(config.ports()).extracting(PortConfig::receiving).containsExactly(
                new PortConfig.Receiving(OptionalInt.empty(), 2), new PortConfig.Receiving(OptionalInt.of(1), 1));
    }

    @Test
    void shouldReportThreadsAndQueuesThatCannotBe() {
        assertThat(refusal("""
                datapath: {threads: 2, cpus: [0, x]}
                ports:
                  p1: {type: replay, thread: 2}
                  p2: {type: ring, queues: 2}
                """).findings()).containsExactlyInAnyOrder(
                "okko.yaml: datapath.cpus[1]: expected a whole number from 0 to 8191, found \"x\"",
                "okko.yaml: ports.p1.thread: expected a whole number from 0 to 1, found 2",
                "okko.yaml: ports.p2.queues: a port of type ring has one receive queue");
        assertThat(refusal("datapath: {threads: 2, cpu: 1, cpus: [0]}").findings()).containsExactlyInAnyOrder(
                "okko.yaml: datapath.cpus: expected a CPU for each of the datapath threads: 1 CPUs, 2 threads",
                "okko.yaml: datapath.cpu: is for a single datapath thread; expected \"cpus\", a list, alone");
    }

    @Test
    void shouldReportEverythingThatIsWrongWithItsPlace() {
        assertThat(refusal("""
                brigde: br0
                pool: {buffers: 7, huge-pages: many, directory: /dev/shm}
                datapath: {cache: maybe, idle: 5, cpu: any, batch: 33}
                ports:
                  p1: {number: 1, type: afpackt}
                  p2: {number: 1, type: replay, fiel: x}
                  p3: {type: afpacket}
                  p4: {type: ring, capacity: 100, user: no-such-user}
                  p5: {number: 70000}
                  6p: {type: null}
                  p7: []
                programs: {0: {file: a.o}, 1: {engine: gpu}}
                flows: [[]]
                """).findings()).containsExactlyInAnyOrder(
                "okko.yaml: pool.buffers: expected a whole number from 64 to 1048576, found 7",
                "okko.yaml: pool.huge-pages: unknown setting \"many\"; expected one of never, require, try",
                "okko.yaml: pool.directory: unknown key; expected one of buffers, dataBytes, huge-pages",
                "okko.yaml: datapath.cache: unknown setting \"maybe\"; expected one of all, false, megaflow, none, true",
                "okko.yaml: datapath.idle: unknown policy \"5\"; expected one of adaptive, busy, sleep",
                "okko.yaml: datapath.cpu: expected a whole number from 0 to 8191, found \"any\"",
                "okko.yaml: datapath.batch: expected a whole number from 1 to 32, found 33",
                "okko.yaml: ports.p1.type: unknown type \"afpackt\"; expected one of aeron, afpacket, afxdp, bpf, null, patch, pcap, replay, ring, tap",
                "okko.yaml: ports.p2.number: 1 is the number of port p1 already",
                "okko.yaml: ports.p2.fiel: unknown key; expected one of number, type, file, send, thread, queues",
                "okko.yaml: ports.p3.interface: missing; expected the name of a network interface",
                "okko.yaml: ports.p4.capacity: expected a power of two, found 100",
                "okko.yaml: ports.p4.user: expected a user of this machine, by name or number, found \"no-such-user\"",
                "okko.yaml: ports.p5.number: expected a whole number from 1 to 65279, found 70000",
                "okko.yaml: ports.p5.type: missing; expected one of aeron, afpacket, afxdp, bpf, null, patch, pcap, replay, ring, tap",
                "okko.yaml: ports.6p.name: name \"6p\" must be a letter, and up to 14 letters, digits, \"_\", \".\", \"-\"",
                "okko.yaml: ports.p7: expected a mapping of names to values, found a list",
                "okko.yaml: ports.p7.type: missing; expected one of aeron, afpacket, afxdp, bpf, null, patch, pcap, replay, ring, tap",
                "okko.yaml: programs.0: expected a number from 1 to 65535",
                "okko.yaml: programs.1.file: missing; expected an ELF object",
                "okko.yaml: programs.1.engine: unknown engine \"gpu\"; expected one of interpreter, jit",
                "okko.yaml: flows[0]: expected a text, found a list",
                "okko.yaml: brigde: unknown key; expected one of bridge, pool, datapath, local, ports, programs, flows, "
                        + "mirrors, openflow");
    }

    @Test
    void shouldNameTheLineWhenItIsNoYaml() {
        assertThat(refusal("bridge: br0\nports: {p1: {type: null}\n").findings()).singleElement().asString()
                .startsWith("okko.yaml:").contains("expected ',' or '}'");
        assertThat(refusal("bridge: br0\nbridge: br1\n").findings()).singleElement().asString().contains("bridge");
    }

    @Test
    void shouldSayThatItIsMissingWhenThereIsNoFile() {
        Path file = directory.resolve("none.yaml");
        assertThat(catchThrowableOfType(StartException.class, () -> ConfigFile.read(file)))
                .hasMessage(file + ": no such file");
    }

    @Test
    void shouldNumberPortsInOrderWhenTheyComeFromTheCommandLine() throws Exception {
        SwitchConfig config = ConfigArguments.parse(
                "br0", List.of("p1=null", "p2=afpacket:veth1", "p3=pcap:in.pcap", "p4=replay", "p5=ring"),
                new OpenFlowWords());

        assertThat(config.ports()).extracting(PortConfig::number).containsExactly(1, 2, 3, 4, 5);
        assertThat(config.ports().get(1).spec()).isEqualTo(new PortSpec.AfPacket("veth1"));
        assertThat(config.ports().get(2).spec()).isEqualTo(new PortSpec.Pcap(Path.of("in.pcap"), null));
    }

    @Test
    void shouldReportEveryWordWhenTheyAreWrong() {
        StartException refusal = catchThrowableOfType(StartException.class, () -> ConfigArguments.parse(
                "br0", List.of("p1", "p2=tun:tun0", "p3=afpacket", "p4=null", "p4=null"),
                new OpenFlowWords()));

        assertThat(refusal.findings()).containsExactly(
                "--port p1: expected NAME=TYPE[:ARGUMENT]",
                "--port p2=tun:tun0: type: unknown type \"tun\"; expected one of aeron, afpacket, afxdp, bpf, null, patch, pcap, "
                        + "replay, ring, tap",
                "--port p2=tun:tun0: argument: unknown key; expected one of type",
                "--port p3=afpacket: interface: missing; expected the name of a network interface",
                "--port p4=null: there is a port p4 already");
    }
}
