package okko.switchd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import okko.ringshm.attach.RunDirectory;
import okko.ringshm.capture.CaptureWriter;
import okko.switchd.cli.CtlCommand;
import okko.switchd.cli.OfctlCommand;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What a person types and sees. */
class CommandLineTest {

    @TempDir
    Path directory;

    private Switch okko;
    private String out;
    private String err;

    @BeforeEach
    void start() throws Exception {
        try (CaptureWriter writer = CaptureWriter.create(directory.resolve("trace.pcap"))) {
            writer.write(0, new byte[60]);
            writer.write(0, new byte[100]);
        }
        Path file = Files.writeString(directory.resolve("okko.yaml"), """
                pool: {buffers: 64, dataBytes: 256}
                ports:
                  p1: {number: 1, type: replay, file: trace.pcap}
                  p2: {number: 2, type: replay}
                  fw: {number: 3, type: ring, capacity: 8}
                flows: ["priority=10,in_port=p1,actions=output:p2,output:fw"]
                """);
        okko = Switch.create(ConfigFile.read(file), new RunDirectory(directory.resolve("run")));
        okko.start();
    }

    @AfterEach
    void stop() {
        okko.close();
    }

    private int run(Object command, String... words) {
        CommandLine line = new CommandLine(command);
        StringWriter outText = new StringWriter();
        StringWriter errText = new StringWriter();
        line.setOut(new PrintWriter(outText)).setErr(new PrintWriter(errText));
        int status = line.execute(words);
        out = outText.toString();
        err = errText.toString();
        return status;
    }

    private int ctl(String... words) {
        String[] all = Arrays.copyOf(words, words.length + 2);
        all[words.length] = "--rundir";
        all[words.length + 1] = directory.resolve("run").toString();
        return run(new CtlCommand(), all);
    }

    @Test
    void shouldPrintTablesWhenAskedForListings() {
        assertThat(ctl("replay", "run", "p1", "--passes", "2", "--checksum")).isZero();
        assertThat(out).startsWith("4 packets in 2 passes, ").contains(
                "  p2: 4 packets, 320 bytes, checksum ",
                "  drops: processor_absent=4\n",
                "  in 4 + copies 4 = out 4 + dropped 4 + lent 0\n");
        assertThat(ctl("port", "list")).isZero();
        assertThat(out).isEqualTo("""
                number  name  type    state  mtu  rx packets  rx bytes  tx packets  tx bytes  drops               details
                     1  p1    replay  up     -             4       320           0         0  -                   frames=2
                     2  p2    replay  up     -             0         0           4       320  -                   -
                     3  fw    ring    down   -             0         0           0         0  processor_absent=4  state=absent lent=0 quota=16 strikes=0
                """);
        assertThat(ctl("proc", "list")).isZero();
        assertThat(out).contains("fw    ring  absent  shared  drop");
        assertThat(ctl("pool", "show")).isZero();
        assertThat(out).isEqualTo("""
                64 buffers for frames of up to 256 bytes: 62 free, 2 held by ports, 0 lent to processors
                conserved: every buffer is accounted for
                """);
        assertThat(ctl("pmd", "stats")).isZero();
        assertThat(out).contains("okko-datapath        4");
        assertThat(ctl("prog", "list")).isZero();
        assertThat(ctl("map", "list")).isZero();
    }

    @Test
    void shouldPrintJsonWhenAskedTo() {
        assertThat(ctl("pool", "show", "--json")).isZero();
        assertThat(out).contains("\"free\" : 62", "\"conserved\" : true");
    }

    @Test
    void shouldPrintAsOvsOfctlDoes() {
        ctl("replay", "run", "p1");
        String rundir = directory.resolve("run").toString();
        assertThat(run(new OfctlCommand(), "dump-flows", "br0", "--rundir", rundir)).isZero();
        assertThat(out).matches("NXST_FLOW reply \\(xid=0x[0-9a-f]+\\):\n cookie=0x0, duration=[0-9.]+s, table=0, "
                + "n_packets=2, n_bytes=160, idle_age=[0-9]+, priority=10,in_port=1 actions=output:2,output:3\n");
        assertThat(run(new OfctlCommand(), "--no-stats", "--names", "dump-flows", "br0", "--rundir", rundir)).isZero();
        assertThat(out).isEqualTo(" priority=10,in_port=p1 actions=output:p2,output:fw\n");
        assertThat(run(new OfctlCommand(), "dump-ports", "br0", "p1", "--rundir", rundir)).isZero();
        assertThat(out).matches("""
                OFPST_PORT reply \\(xid=0x[0-9a-f]+\\): 1 ports
                  port  1: rx pkts=2, bytes=160, drop=\\d+, errs=\\d+, frame=\\?, over=\\?, crc=\\?
                           tx pkts=0, bytes=0, drop=\\d+, errs=\\d+, coll=\\?
                """);
        assertThat(run(new OfctlCommand(), "dump-flows", "br9", "--rundir", rundir)).isEqualTo(1);
        assertThat(err).isEqualTo("okko: br9 is not a bridge or a socket (looked for br9.mgmt in " + rundir + ")\n");
    }

    @Test
    void shouldExitWithOneWhenTheSwitchRefusesOrIsNotThere() {
        assertThat(ctl("map", "dump", "1", "connections")).isEqualTo(1);
        assertThat(err).contains("is not loaded").hasLineCount(1);
        assertThat(run(new CtlCommand(), "port", "list", "--rundir", "/no/such/run")).isEqualTo(1);
        assertThat(err).startsWith("okko: no switch listens at /no/such/run/okko.ctl").hasLineCount(1);
    }

    @Test
    void shouldExitWithTwoWhenTheUsageIsWrong() {
        assertThat(run(new CtlCommand())).isEqualTo(2);
        assertThat(run(new CtlCommand(), "port")).isEqualTo(2);
        assertThat(run(new OfctlCommand(), "dump-flows")).isEqualTo(2);
        assertThat(run(new SwitchdCommand(), "--config", "x", "--port", "p=null")).isEqualTo(2);
    }

    @Test
    void shouldShowAnExampleWhenAskedForHelp() {
        for (Object command : new Object[] {new CtlCommand(), new OfctlCommand(), new SwitchdCommand()}) {
            assertThat(run(command, "--help")).isZero();
            assertThat(out).contains("Example", "okko ");
        }
    }

    @Test
    void shouldPrintOneLineWhenTheDaemonCannotStart() throws IOException {
        Path file = Files.writeString(directory.resolve("bad.yaml"), "ports: {p1: {type: afpackt}}\n");
        assertThat(run(new SwitchdCommand(), "--config", file.toString())).isEqualTo(1);
        assertThat(err).isEqualTo("okko switchd: bad.yaml: ports.p1.type: unknown type \"afpackt\"; expected one of "
                + "aeron, afpacket, afxdp, bpf, null, patch, pcap, replay, ring, tap\n");
        assertThat(out).isEmpty();
    }
}
