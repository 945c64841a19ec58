package okko.switchd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import okko.switchd.openflow.Dialect;
import okko.switchd.openflow.OpenFlowVersion;
import okko.switchd.openflow.server.ControllerTarget;
import okko.switchd.openflow.server.OpenFlowConfig;
import okko.switchd.openflow.transport.Target;
import okko.switchd.openflow.transport.TlsFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenFlowKeysTest {

    @TempDir
    private Path directory;

    private OpenFlowConfig read(String yaml) throws Exception {
        return ConfigFile.read(Files.writeString(directory.resolve("okko.yaml"), yaml)).openFlow();
    }

    @Test
    void shouldSpeakWithNobodyElseUnlessAsked() throws Exception {
        assertThat(read("bridge: br0")).isEqualTo(OpenFlowConfig.DEFAULT);
        assertThat(OpenFlowConfig.DEFAULT.controllers()).isEmpty();
    }

    @Test
    void shouldReadTheWholeSection() throws Exception {
        OpenFlowConfig config = read("""
                openflow:
                  listen: ["ptcp:6654:127.0.0.1", "pssl:"]
                  controllers: ["tcp:192.0.2.1"]
                  tls: {private-key: key.pem, certificate: /abs/cert.pem, ca-cert: ca.pem}
                  versions: [OpenFlow13, "1.5"]
                  dialect: oko
                  datapath-id: "00000000000000fe"
                  max-backoff: 2000
                  inactivity-probe: 0
                """);

        assertThat(config.controllers()).containsExactly(
                new ControllerTarget(Target.parse("ptcp:6654:127.0.0.1"), 2_000, 0),
                new ControllerTarget(Target.parse("pssl:"), 2_000, 0),
                new ControllerTarget(Target.parse("tcp:192.0.2.1"), 2_000, 0));
        assertThat(config.tls()).contains(new TlsFiles(
                directory.resolve("key.pem"), Path.of("/abs/cert.pem"), directory.resolve("ca.pem")));
        assertThat(config.terms().versions())
                .containsExactlyInAnyOrder(OpenFlowVersion.V1_3, OpenFlowVersion.V1_5);
        assertThat(config.terms().dialect()).isEqualTo(Dialect.OKO);
        assertThat(config.datapathId()).hasValue(0xfe);
    }

    @Test
    void shouldReportEverythingThatIsWrong() {
        StartException refusal = catchThrowableOfType(StartException.class, () -> read("""
                openflow:
                  listen: ["tcp:127.0.0.1"]
                  controllers: ["ssl:example.com", "ssl:192.0.2.1"]
                  versions: [OpenFlow12]
                  datapath-id: "fe"
                  inactivity-probe: 5
                """));

        assertThat(refusal.findings()).containsExactly(
                "okko.yaml: openflow.inactivity-probe: expected 0 for none, or at least 100 ms",
                "okko.yaml: openflow.listen[0]: tcp:127.0.0.1: expected ptcp, pssl or punix",
                "okko.yaml: openflow.controllers[0]: ssl:example.com: \"example.com\" is no IP address; expected "
                        + "127.0.0.1 or [::1] for instance",
                "okko.yaml: openflow.versions: unknown version \"OpenFlow12\"; expected one of OpenFlow10, OpenFlow13, "
                        + "OpenFlow14, OpenFlow15",
                "okko.yaml: openflow.versions: none is left; expected one of OpenFlow10, OpenFlow13, OpenFlow14, OpenFlow15",
                "okko.yaml: openflow.tls: missing; ssl and pssl need private-key, certificate and ca-cert",
                "okko.yaml: openflow.datapath-id: \"fe\"; expected 16 hexadecimal digits in quotation marks, or 0x and up "
                        + "to 16");
    }

    @Test
    void shouldMakeUpTheSameNumberOfABridgeEachTime() {
        long id = DatapathIds.derive("br0", directory);

        assertThat(DatapathIds.derive("br0", directory)).isEqualTo(id);
        assertThat(DatapathIds.derive("br1", directory)).isNotEqualTo(id);
        assertThat(id >>> 48).isZero();
        assertThat(id >>> 40 & 3).isEqualTo(2); // of one station, registered with nobody
    }
}
