package okko.eval.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several processors, one after the other: rules on what one returned send packets to the next. */
class ProcessorChainIT {

    private static final int PASSES = 4;

    /** Of the recorded packets: all, those that the firewall lets through, and of these what p0f knows. */
    private static final int PACKETS = 3_367;
    private static final int PASSED = 2_760;
    private static final int KNOWN = 43;

    @TempDir
    Path directory;

    @Test
    void shouldCountExactlyWhenPacketsGoThroughThreeProcessors() throws Exception {
        try (Daemon daemon = Daemon.start(directory, config())) {
            Process java = start(daemon, "one", "okko.external.sample.FirewallProcessor");
            Process bpf = start(daemon, "two", bpf("firewall.o"));
            Process last = start(daemon, "os", bpf("p0f.o"));
            for (String port : new String[] {"one", "two", "os"}) {
                Okko.await("a processor at " + port, () -> Answers.attached(daemon, port));
            }
            JsonNode report = daemon.ask("replay", "run", "in", "--passes", Integer.toString(PASSES));

            assertThat(report.required("packets").asInt()).isEqualTo(PASSES * PACKETS);
            assertThat(report.required("conserved").asBoolean()).as("%s", report).isTrue();
            assertThat(report.required("drops").path("flow_drop").asInt()).isEqualTo(PASSES * (PACKETS - PASSED));
            assertThat(report.required("drops")).hasSize(1);
            assertThat(Answers.packets(daemon, "one", "txPackets")).isEqualTo(PASSES * PACKETS);
            assertThat(Answers.packets(daemon, "two", "txPackets")).isEqualTo(PASSES * PASSED);
            assertThat(Answers.packets(daemon, "os", "txPackets")).isEqualTo(PASSES * PASSED);
            assertThat(Answers.packets(daemon, "known", "txPackets")).isEqualTo(PASSES * KNOWN);
            assertThat(Answers.packets(daemon, "rest", "txPackets")).isEqualTo(PASSES * (PASSED - KNOWN));
            Conservation.check(daemon);
            for (Process processor : new Process[] {java, bpf, last}) {
                assertThat(Okko.stop(processor)).isZero();
            }
        }
    }

    private Process start(Daemon daemon, String port, String processor) throws Exception {
        return Okko.start(directory.resolve(port + ".out"), directory.resolve(port + ".err"), "proc", "run",
                "--attach", port, "--processor", processor, "--rundir", daemon.runDirectory().toString());
    }

    private static String bpf(String object) {
        return Okko.ROOT.resolve("evaluation/src/main/bpf").resolve(object).toString();
    }

    private static String config() {
        return """
                bridge: br0
                ports:
                  in:    {number: 1, type: replay, file: %s}
                  known: {number: 2, type: replay}
                  rest:  {number: 3, type: replay}
                  one:   {number: 10, type: ring, capacity: 4096} # holds a whole pass
                  two:   {number: 11, type: ring, capacity: 4096}
                  os:    {number: 12, type: ring, capacity: 4096}
                flows:
                  - in_port=in,actions=output:one
                  - in_port=one,metadata=1,actions=output:two
                  - in_port=one,metadata=0,actions=drop
                  - in_port=two,metadata=1,actions=output:os
                  - in_port=two,metadata=0,actions=drop
                  - in_port=os,metadata=1,actions=output:known
                  - in_port=os,metadata=0,actions=output:rest
                """
                .formatted(Okko.ROOT.resolve("evaluation/src/main/traffic/tcp-mix.pcap"));
    }
}
