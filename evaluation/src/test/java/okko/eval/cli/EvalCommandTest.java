package okko.eval.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
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
        assertThat(execute("list")).isZero();
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
    void shouldFailWhenThereIsNothingToReport() {
        assertThat(execute("report", directory.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("results.json: no such file");
    }

    @Test
    void shouldRefuseRowsAndPeersThatTheDatapathHasNot() {
        assertThat(execute("list")).isZero();
        assertThat(out.toString()).contains("rows of the datapath", "100k ", "chain-10 ");
        assertThat(execute("datapath", "--rows", "1k,2k")).isEqualTo(2);
        assertThat(err.toString()).startsWith("--rows: no row \"2k\"; expected some of 1-simple, 1, ");
        assertThat(execute("datapath", "--peer", "vpp")).isEqualTo(2);
        assertThat(err.toString()).contains("--peer: expected ovs-dpdk, not \"vpp\"");
        assertThat(execute("datapath", "--starts", "0")).isEqualTo(2);
        assertThat(err.toString()).contains("--starts: expected 1 to 1000, not 0");
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
