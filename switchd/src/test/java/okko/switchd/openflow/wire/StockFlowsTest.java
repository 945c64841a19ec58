package okko.switchd.openflow.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import okko.switchd.openflow.ChangeMessage.FlowMod;
import okko.switchd.openflow.Dialect;
import okko.switchd.openflow.OpenFlowException;
import okko.switchd.openflow.OpenFlowVersion;
import okko.switchd.openflow.PacketInFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** Messages as the stock ovs-ofctl and ovs-vswitchd sent them, recorded from their sockets. */
class StockFlowsTest {

    private static final Map<String, OpenFlowVersion> VERSIONS = Map.of(
            "10", OpenFlowVersion.V1_0, "13", OpenFlowVersion.V1_3, "15", OpenFlowVersion.V1_5);

    private static Encoding encoding(String version) {
        return Encoding.initial(VERSIONS.get(version), Dialect.OKKO);
    }

    /** Reads a message, writes what was read, and returns that in hexadecimal. */
    private static String writeAgain(Encoding encoding, String hex) throws OpenFlowException {
        MessageCodec codec = new MessageCodec(encoding);
        Decoded decoded = codec.decode(HexFormat.of().parseHex(hex));
        List<String> written = new ArrayList<>();
        codec.encode(decoded.xid(), decoded.message(), frame -> written.add(HexFormat.of().formatHex(frame)));
        assertThat(written).as(decoded.message().toString()).hasSize(1);
        return written.getFirst();
    }

    @ParameterizedTest
    @CsvFileSource(resources = "/openflow/flow-mods.txt", delimiter = ';', numLinesToSkip = 1)
    void shouldWriteTheSameBytesWhenItWritesAChangeThatItRead(String version, String flow, String hex)
            throws OpenFlowException {
        Encoding encoding = flow.startsWith("table=")
                ? encoding(version).with(Encoding.TableIds.IN_COMMAND)
                : encoding(version);

        assertThat(new MessageCodec(encoding).decode(HexFormat.of().parseHex(hex)).message())
                .isInstanceOf(FlowMod.class);
        assertThat(writeAgain(encoding, hex)).isEqualTo(hex);
    }

    @ParameterizedTest
    @CsvFileSource(resources = "/openflow/flow-frames.txt", delimiter = ';', numLinesToSkip = 1,
            maxCharsPerColumn = 16384)
    void shouldWriteTheSameBytesWhenItWritesAMessageThatItRead(String version, PacketInFormat format, String about,
            String hex) throws OpenFlowException {
        assertThat(writeAgain(encoding(version).with(format), hex)).as(about).isEqualTo(hex);
    }

    @ParameterizedTest(name = "{0}")
    @CsvFileSource(resources = "/openflow/flow-mod-errors.txt", delimiter = ';', numLinesToSkip = 1)
    void shouldRefuseWithTheErrorOfOpenVSwitchWhenAChangeIsWrong(String about, String error, String hex) {
        String found;
        try {
            new MessageCodec(encoding("13")).decode(HexFormat.of().parseHex(hex));
            found = "none";
        } catch (OpenFlowException refusal) {
            found = refusal.error().name();
        }
        assertThat(found).as(about).isEqualTo(error);
    }
}
