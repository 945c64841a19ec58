package okko.switchd.openflow.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.Map;
import okko.switchd.openflow.ChangeMessage.FlowMod;
import okko.switchd.openflow.Dialect;
import okko.switchd.openflow.OpenFlowException;
import okko.switchd.openflow.OpenFlowVersion;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** Messages as the stock ovs-ofctl sent them, recorded from a socket. */
class StockFlowModsTest {

    private static final Map<String, OpenFlowVersion> VERSIONS = Map.of(
            "10", OpenFlowVersion.V1_0, "13", OpenFlowVersion.V1_3, "15", OpenFlowVersion.V1_5);

    @ParameterizedTest
    @CsvFileSource(resources = "/openflow/flow-mods.txt", delimiter = ';', numLinesToSkip = 1)
    void shouldWriteTheSameBytesWhenItWritesWhatItRead(String version, String flow, String hex)
            throws OpenFlowException {
        Encoding encoding = Encoding.initial(VERSIONS.get(version), Dialect.OKKO);
        if (flow.startsWith("table=")) {
            encoding = encoding.with(Encoding.TableIds.IN_COMMAND);
        }
        MessageCodec codec = new MessageCodec(encoding);

        Decoded decoded = codec.decode(HexFormat.of().parseHex(hex));

        assertThat(decoded.message()).isInstanceOf(FlowMod.class);
        codec.encode(decoded.xid(), decoded.message(),
                frame -> assertThat(HexFormat.of().formatHex(frame)).as(decoded.message().toString()).isEqualTo(hex));
    }
}
