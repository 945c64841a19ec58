package okko.eval.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class EvalCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    @Test
    void shouldListWhatCanBeAskedFor() {
        assertThat(execute("list", "--journal", directory.toString())).isZero();
        assertThat(out.toString()).contains("none ", "p0f ", "firewall ", "dapper ", "forward ", "switch-bpf ",
                "process-java ", "quick ", "standard ", "full ");
    }

    @Test
    void shouldRefuseAnUnknownWorkload() {
        assertThat(execute("run", "--workload", "nat", "--out", "x")).isEqualTo(2);
        assertThat(err.toString()).contains("\"nat\" is unknown; expected one of none, p0f, firewall, dapper");
    }

    @Test
    void shouldRefuseAnUnknownSetup() {
        assertThat(execute("run", "--setup", "vm", "--out", "x")).isEqualTo(2);
        assertThat(err.toString()).contains("\"vm\" is unknown; expected one of forward, switch-bpf,");
    }

    @Test
    void shouldListPeersAndRefuseAnUnknownOne() {
        assertThat(execute("list")).isZero();
        assertThat(out.toString()).contains("ovs-dpdk ", "ovs-dpdk-testpmd ", "linux-bridge ");
        assertThat(execute("run", "--peer", "vpp", "--out", "x")).isEqualTo(2);
        assertThat(err.toString()).contains("--peer: \"vpp\" is unknown; expected some of ovs-dpdk, ovs-dpdk-testpmd,"
                + " linux-bridge, or all");
    }

    @Test
    void shouldRefuseWhenThereIsNoDirectoryForTheResults() {
        assertThat(execute("run")).isEqualTo(2);
    }

    @Test
    void shouldFailBeforeAnyWorkWhenTheDirectoryCannotBeMade() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "");

        assertThat(execute("run", "--out", file.toString())).isEqualTo(1);
        assertThat(err.toString().lines()).hasSize(1).first().asString().contains(file.toString());
    }

    @Test
    void shouldFailBeforeAnyWorkWhenOnesOwnCodeOrPacketsCannotBeUsed() throws Exception {
        Path text = Files.writeString(directory.resolve("text"), "neither object nor jar nor capture");
        String block = "../docs/examples/block.o";

        assertRefused(1, "no such file", "--object", "/nowhere/a.o");
        assertRefused(1, "/text.o: no such file", "--object", text + ".o");
        assertRefused(1, "/text.jar: no such file", "--processor", text + ".jar");
        assertRefused(1, "no.such.Class: no such class", "--processor", "no.such.Class");
        assertRefused(1, "no such file", "--object", block, "--capture", "/nowhere/a.pcap");
        assertRefused(1, "is no pcap or pcapng file", "--capture", text.toString());
        assertRefused(2, "--name is for use with --object or --processor", "--name", "mine");
        assertRefused(2, "--program is for use with --object", "--program", "entry");
        assertRefused(2, "--name: \"p0f\" comes with Okko", "--object", block, "--name", "p0f");
    }

    private void assertRefused(int status, String words, String... arguments) {
        err.getBuffer().setLength(0);
        Path results = directory.resolve("results");
        List<String> all = new ArrayList<>(List.of("run", "--out", results.toString()));
        all.addAll(List.of(arguments));

        assertThat(execute(all.toArray(String[]::new))).isEqualTo(status);
        assertThat(err.toString().lines().findFirst()).hasValueSatisfying(line -> assertThat(line).contains(words));
        if (status == 1) {
            assertThat(err.toString().lines()).hasSize(1);
        }
        assertThat(results).doesNotExist();
    }

    @Test
    void shouldFailWhenThereIsNothingToReport() {
        assertThat(execute("report", directory.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("results.json: no such file");
    }

    @Test
    void shouldSayWhereRunsAreKeptWhenThereAreNone() {
        assertThat(execute("list", "--runs", "--journal", directory.toString())).isZero();
        assertThat(out.toString()).contains("none yet; okko eval run keeps each run in " + directory)
                .doesNotContain("workloads");
        assertThat(execute("report", "2026-01-01T00-00-00", "--journal", directory.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("neither a directory with results.json nor a run");
        assertThat(execute("compare", "here", "there", "--journal", directory.toString())).isEqualTo(1);
        assertThat(execute("compare", "here", "there", "--threshold", "100")).isEqualTo(2);
        assertThat(execute("reproduce", "last", "--out", "x", "--journal", directory.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("there is no run last in " + directory);
    }

    @Test
    void shouldRefuseRowsAndPeersThatTheDatapathHasNot() {
        assertThat(execute("list", "--journal", directory.toString())).isZero();
        assertThat(out.toString()).contains("rows of the datapath", "100k ", "chain-10 ");
        assertThat(execute("datapath", "--rows", "1k,2k")).isEqualTo(2);
        assertThat(err.toString()).startsWith("--rows: no row \"2k\"; expected some of 1-simple, 1, ");
        assertThat(execute("datapath", "--peer", "vpp")).isEqualTo(2);
        assertThat(err.toString()).contains("--peer: expected ovs-dpdk, not \"vpp\"");
        assertThat(execute("datapath", "--starts", "0")).isEqualTo(2);
        assertThat(err.toString()).contains("--starts: expected 1 to 1000, not 0");
    }

    @Test
    void shouldRefuseAsManyPacketsAtABorderAsTheMachineCannotHold() {
        assertThat(execute("border", "--packets", "100000")).isEqualTo(2);
        assertThat(err.toString()).startsWith("--packets: expected 64 to 16384, not 100000");
    }

    @Test
    void shouldAskForACommand() {
        assertThat(execute()).isEqualTo(2);
    }

    private int execute(String... arguments) {
        return new CommandLine(new EvalCommand()).setExecutionExceptionHandler(new FailureReport())
                .setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(arguments);
    }
}
