package okko.switchd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.BitSet;
import okko.ringshm.attach.RunDirectory;
import okko.ringshm.capture.Capture;
import okko.ringshm.capture.CaptureWriter;
import okko.ringshm.kernel.CpuPin;
import okko.switchd.control.CommandException;
import okko.switchd.control.ControlClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole switch in one process, asked over its control socket. */
class SwitchTest {

    private static final int FRAMES = 50;

    @TempDir
    Path directory;

    private Path run;

    @BeforeEach
    void recordTrace() throws IOException {
        run = directory.resolve("run");
        try (CaptureWriter writer = CaptureWriter.create(directory.resolve("trace.pcap"))) {
            for (int i = 0; i < FRAMES; i++) {
                byte[] frame = new byte[60];
                frame[13] = (byte) i; // below 0x600: an IEEE 802.3 length
                frame[30] = (byte) i;
                writer.write(1_000L * i, frame);
            }
        }
    }

    private SwitchConfig config(String yaml) throws IOException, StartException {
        return ConfigFile.read(Files.writeString(
                directory.resolve("okko.yaml"), "pool: {buffers: 256, dataBytes: 256}\n" + yaml));
    }

    private Switch start(String yaml) throws IOException, StartException {
        Switch okko = Switch.create(config(yaml), new RunDirectory(run));
        okko.start();
        return okko;
    }

    private StartException refusal(String yaml) {
        return catchThrowableOfType(StartException.class, () -> start(yaml).close());
    }

    /** Frames of eight flows between two addresses, with one byte that differs. */
    private void recordFlows() throws IOException {
        try (CaptureWriter writer = CaptureWriter.create(directory.resolve("flows.pcap"))) {
            for (int i = 0; i < FRAMES; i++) {
                byte[] frame = new byte[60];
                frame[12] = 8; // IPv4
                frame[14] = 0x45;
                frame[17] = 46; // length
                frame[23] = 17; // UDP
                frame[29] = 1; // source address 0.0.0.1
                frame[33] = 2;
                frame[37] = (byte) (i % 8); // destination port
                frame[50] = (byte) i;
                writer.write(1_000L * i, frame);
            }
        }
    }

    private JsonNode replayFlows(String threads, String queues) throws Exception {
        try (Switch okko = start("""
                datapath: {%s}
                ports:
                  p1: {number: 1, type: replay, file: flows.pcap%s}
                  p2: {number: 2, type: replay}
                  p3: {number: 3, type: replay}
                  cap: {number: 4, type: pcap, write: out.pcap}
                flows: ["udp,tp_dst=1,actions=output:p2", "priority=1,udp,tp_dst=4,actions=output:cap,output:p3",
                        "priority=0,actions=output:p3"]
                """.formatted(threads, queues));
                ControlClient client = ControlClient.connect(run)) {
            assertThat(okko.summary()).startsWith("bridge br0, 4 ports");
            JsonNode report = client.send("replay run",
                    client.newArguments().put("port", "p1").put("passes", 40).put("checksum", true));
            assertThat(report.path("conserved").asBoolean()).as("%s", report).isTrue();
            assertThat(client.send("pool show", client.newArguments()).path("faults")).isEmpty();
            JsonNode stats = client.send("pmd stats", client.newArguments());
            assertThat(stats).hasSize(queues.isEmpty() ? 1 : 2);
            assertThat(stats).allSatisfy(thread -> assertThat(thread.path("packets").asLong()).isPositive());
            return report;
        }
    }

    @Test
    void shouldTreatAllFlowsAsOneThreadDoesWhenTwoShareThem() throws Exception {
        recordFlows();
        JsonNode one = replayFlows("threads: 1", "");
        JsonNode two = replayFlows("threads: 2", ", queues: 2");
        assertThat(two.path("sinks")).isEqualTo(one.path("sinks"));
        assertThat(two.path("packets").asLong()).isEqualTo(40 * FRAMES);
        assertThat(two.path("passes").asLong()).isEqualTo(40);
        assertThat(two.path("drops")).isEmpty();
        assertThat(two.path("copies")).isEqualTo(one.path("copies"));
    }

    @Test
    void shouldSayWhichThreadPollsWhichQueue() throws Exception {
        try (Switch okko = start("""
                datapath: {threads: 2}
                ports:
                  p1: {type: replay, file: trace.pcap}
                  p2: {type: replay, file: trace.pcap, thread: 1, queues: 2}
                  p3: {type: ring}
                  p4: {type: null}
                """);
                ControlClient client = ControlClient.connect(run)) {
            assertThat(okko.summary()).isNotEmpty();
            assertThat(client.send("pmd rxq", client.newArguments()).toString()).isEqualTo("[{\"name\":\"okko-datapath-0\",\"queues\":["
                    + "{\"port\":\"p1\",\"queue\":0},{\"port\":\"p2\",\"queue\":1}]},"
                    + "{\"name\":\"okko-datapath-1\",\"queues\":[{\"port\":\"p2\",\"queue\":0},"
                    + "{\"port\":\"p3\",\"queue\":0}]}]");
        }
    }

    private void assertNothingIsLeft() {
        assertThat(run).doesNotExist();
        assertThat(directory.resolve("out.pcap")).doesNotExist();
    }

    @Test
    void shouldAccountForEveryPacketWhenReplaying() throws Exception {
        try (Switch okko = start("""
                ports:
                  p1: {number: 1, type: replay, file: trace.pcap}
                  p2: {number: 2, type: replay}
                  cap: {number: 3, type: pcap, write: out.pcap}
                  fw: {number: 4, type: ring, capacity: 8}
                flows: ["in_port=p1,actions=output:p2,output:cap,output:fw"]
                """);
                ControlClient client = ControlClient.connect(run)) {
            assertThat(okko.summary()).startsWith("bridge br0, 4 ports, 0 programs, 1 flow, pool 256 x 448 bytes, rundir ");
            JsonNode report = client.send("replay run",
                    client.newArguments().put("port", "p1").put("passes", 3).put("checksum", true));

            assertThat(report.path("packets").asLong()).isEqualTo(3 * FRAMES);
            assertThat(report.path("passes").asLong()).isEqualTo(3);
            assertThat(report.path("in").asLong()).isEqualTo(150);
            assertThat(report.path("copies").asLong()).isEqualTo(300);
            assertThat(report.path("out").asLong()).isEqualTo(300);
            assertThat(report.path("drops").toString()).isEqualTo("{\"processor_absent\":150}");
            assertThat(report.path("conserved").asBoolean()).isTrue();
            assertThat(report.path("elapsedNs").asLong()).isPositive();
            assertThat(report.path("cpuNs").asLong()).isPositive();
            assertThat(report.path("sinks").toString()).contains("\"port\":\"p2\",\"packets\":150,\"bytes\":9000,\"checksum\":\"");
            assertThat(client.send("replay run",
                            client.newArguments().put("port", "p1").put("passes", 3).put("checksum", true))
                    .path("sinks").get(0).path("checksum"))
                    .isEqualTo(report.path("sinks").get(0).path("checksum"));

            JsonNode pool = client.send("pool show", null);
            assertThat(pool.path("conserved").asBoolean()).as(pool.toString()).isTrue();
            assertThat(pool.path("held").asInt()).isEqualTo(FRAMES);
            assertThat(client.send("port list", null).get(1).path("txPackets").asLong()).isEqualTo(300);
            JsonNode processors = client.send("proc list", null);
            assertThat(processors).hasSize(1);
            assertThat(processors.get(0).path("port").asText()).isEqualTo("fw");
            assertThat(processors.get(0).path("state").asText()).isEqualTo("absent");
            assertThat(processors.get(0).path("drops").toString()).isEqualTo("{\"processor_absent\":300}");
            assertThat(client.send("flow dump", null).get(0).path("packets").asLong()).isEqualTo(300);
            assertThat(client.send("pmd stats", null).get(0).path("packets").asLong()).isEqualTo(300);
            assertThat(client.send("pmd flows", null)).isNotEmpty()
                    .allSatisfy(flow -> assertThat(flow.path("actions").asText()).isNotEmpty());
            assertThat(client.send("prog list", null)).isEmpty();
            assertThat(client.send("map list", null)).isEmpty();
            assertThatThrownBy(() -> client.send("replay run", client.newArguments().put("port", "p2")))
                    .isInstanceOf(CommandException.class)
                    .hasMessage("port \"p2\" has nothing to replay; replay ports with a file: p1");
            assertThatThrownBy(() -> client.send("flow dump", client.newArguments().put("bridge", "br9")))
                    .hasMessage("no bridge is named br9; the bridge of this switch is br0");
            assertThatThrownBy(() -> client.send("map dump", client.newArguments().put("program", 1).put("map", "m")))
                    .hasMessageContaining("is not loaded");
        }
        assertThat(Capture.read(directory.resolve("out.pcap")).size()).isEqualTo(300);
        assertThat(run).doesNotExist();
    }

    @Test
    void shouldStopWhenAskedOverTheSocket() throws Exception {
        try (Switch okko = start("ports: {x: {type: null}}\n");
                ControlClient client = ControlClient.connect(run)) {
            assertThat(client.send("stop", null).asText()).isEqualTo("stopping");
            okko.awaitStop();
        }
        assertThat(run).doesNotExist();
    }

    @Test
    void shouldRefuseTheRunDirectoryWhenAnotherSwitchRunsThere() throws Exception {
        try (Switch _ = start("ports: {x: {type: null}}\n")) {
            StartException refusal = catchThrowableOfType(
                    StartException.class, () -> Switch.create(config("ports: {}\n"), new RunDirectory(run)));
            assertThat(refusal).hasMessage("a switch is running already in " + run);
            try (ControlClient client = ControlClient.connect(run)) {
                assertThat(client.send("port list", null)).hasSize(1);
            }
        }
    }

    @Test
    void shouldNameEveryWrongFlowWhenSomeAreWrong() {
        StartException refusal = refusal("""
                ports: {p1: {type: null}, out: {type: pcap, write: out.pcap}}
                flows: ["in_port=p1,actions=output:p9", "actions=drop", "filter_prog=3,actions=drop"]
                """);

        assertThat(refusal.findings()).hasSize(2);
        assertThat(refusal.findings().get(0)).startsWith("okko.yaml: flows[0]: ").contains("p9", "p1");
        assertThat(refusal.findings().get(1)).startsWith("okko.yaml: flows[2]: ").contains("3");
        assertNothingIsLeft();
    }

    @Test
    void shouldNameThePortWhenItCannotBeOpened() throws Exception {
        Files.writeString(directory.resolve("broken.pcap"), "no capture at all");
        StartException broken = refusal("""
                ports:
                  out: {number: 1, type: pcap, write: out.pcap}
                  in: {number: 2, type: pcap, read: broken.pcap}
                """);
        assertThat(broken.findings()).singleElement().asString().startsWith("port in: ").contains("broken.pcap");
        assertNothingIsLeft();

        StartException missing = refusal("""
                ports:
                  out: {number: 1, type: pcap, write: out.pcap}
                  worse: {number: 2, type: pcap, write: no/such/directory/out.pcap}
                """);
        assertThat(missing.findings()).singleElement().asString().startsWith("port worse: ");
        assertNothingIsLeft();

        StartException absent = refusal("ports: {lan: {type: afpacket, interface: okkonone0}}\n");
        assertThat(absent).hasMessage("port lan: network interface okkonone0: No such device");
        assertNothingIsLeft();
    }

    @Test
    void shouldRefuseAtOnceAPoolOfCopiesThatCouldNeverBeMade() throws Exception {
        SwitchConfig config = ConfigFile.read(Files.writeString(directory.resolve("okko.yaml"), """
                pool: {buffers: 256, dataBytes: 4096}
                ports: {fw: {type: ring, trust: isolated, quota: 1000000}}
                """));
        assertThatThrownBy(() -> Switch.create(config, new RunDirectory(run)))
                .hasMessageStartingWith("port fw: quota: 1,000,000 packet buffers for frames of 4,096 bytes take ")
                .hasMessageEndingWith("a region has at most 2,147,483,647");
        assertNothingIsLeft();
    }

    @Test
    void shouldStartWithTheLargestRing() throws Exception {
        try (Switch okko = start("ports: {fw: {type: ring, capacity: 1048576}}\n")) {
            assertThat(okko.notices()).isEmpty();
        }
    }

    @Test
    void shouldNameTheProgramWhenItsFileIsMissingOrNoElf() throws Exception {
        assertThat(refusal("programs: {1: {file: none.o}}\n"))
                .hasMessage("programs.1: " + directory.resolve("none.o") + ": no such file");
        assertNothingIsLeft();
    }

    @Test
    void shouldKeepTheDatapathOnItsCpuAndLeaveOthersAlone() throws Exception {
        BitSet before = CpuPin.allowed();
        int last = before.length() - 1;
        try (Switch _ = start("datapath: {cpu: %d}\n".formatted(last))) {
            assertThat(cpusOf("okko-datapath")).isEqualTo(Integer.toString(last));
            assertThat(CpuPin.allowed()).isEqualTo(before);
        }
        assertThat(refusal("datapath: {cpu: 8191}\n").findings()).containsExactly(
                "datapath.cpu: expected a CPU that this process may use, one of " + before + ", found 8191");
        assertNothingIsLeft();
    }

    /** Where a thread of this process may run, as the kernel lists it. */
    private static String cpusOf(String thread) throws IOException {
        try (var tasks = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
            for (Path task : tasks) {
                if (Files.readString(task.resolve("comm")).strip().equals(thread)) {
                    return Files.readAllLines(task.resolve("status")).stream()
                            .filter(line -> line.startsWith("Cpus_allowed_list:")).findAny().orElseThrow()
                            .replace("Cpus_allowed_list:", "").strip();
                }
            }
        }
        throw new AssertionError("no thread " + thread);
    }

    @Test
    void shouldSayWhatIsMissingWhenHugePagesAreRequired() throws Exception {
        assumeTrue(hasNoHugePage(), "this machine has huge pages to give");
        Path file = Files.writeString(directory.resolve("okko.yaml"), "pool: {huge-pages: require}\n");
        SwitchConfig config = ConfigFile.read(file);
        assertThatThrownBy(() -> Switch.create(config, new RunDirectory(run)))
                .isInstanceOf(StartException.class)
                .hasMessage("no huge pages for the packet pool: 9 of 2,097,152 bytes needed, 0 free;"
                        + " sysctl vm.nr_hugepages=9 reserves them");
        assertNothingIsLeft();
    }

    @Test
    void shouldSaySoWhenItFallsBackToSmallPages() throws Exception {
        assumeTrue(hasNoHugePage(), "this machine has huge pages to give");
        Path file = Files.writeString(directory.resolve("okko.yaml"), "pool: {huge-pages: try}\n");
        try (Switch okko = Switch.create(ConfigFile.read(file), new RunDirectory(run))) {
            assertThat(okko.notices())
                    .containsExactly("no huge pages for the packet pool: 9 of 2,097,152 bytes needed, 0 free;"
                            + " sysctl vm.nr_hugepages=9 reserves them; the pool is in small pages");
        }
    }

    private static boolean hasNoHugePage() throws IOException {
        return Files.readAllLines(Path.of("/proc/meminfo")).stream()
                .anyMatch(line -> line.matches("HugePages_Total: +0"));
    }

    @Test
    void shouldOpenTheAttachSocketAloneWhenAPortIsAnotherUsers() throws Exception {
        try (Switch _ = start("ports: {fw: {type: ring, user: 65534}}\n")) {
            assertThat(modeOf(run)).isEqualTo("rwx--x--x");
            assertThat(modeOf(run.resolve("okko.attach"))).isEqualTo("rw-rw-rw-");
            assertThat(modeOf(run.resolve("okko.ctl"))).isEqualTo("rw-------");
        }
    }

    @Test
    void shouldKeepEverythingToItsUserWhenNoPortIsAnothers() throws Exception {
        try (Switch _ = start("ports: {fw: {type: ring}}\n")) {
            assertThat(modeOf(run)).isEqualTo("rwx------");
            assertThat(modeOf(run.resolve("okko.attach"))).isEqualTo("rw-------");
            assertThat(modeOf(run.resolve("okko.ctl"))).isEqualTo("rw-------");
        }
    }

    private static String modeOf(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
