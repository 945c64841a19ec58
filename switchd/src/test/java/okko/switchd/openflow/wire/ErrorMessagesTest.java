package okko.switchd.openflow.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import okko.switchd.openflow.HandshakeMessage.Failure;
import okko.switchd.openflow.OpenFlowError;
import okko.switchd.openflow.OpenFlowException;
import okko.switchd.openflow.OpenFlowVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ErrorMessagesTest {

    /** What ovs-vswitchd 3.1.0 answered; the cause is left out. */
    @ParameterizedTest
    @CsvSource({
        "V1_0, OFPBRC_BAD_TYPE, 0101000c0000000900010001",
        "V1_0, OFPBRC_BAD_EXPERIMENTER, 0101000c0000000900010003",
        "V1_0, OFPQOFC_BAD_QUEUE, 0101000c0000000900050001",
        "V1_0, OFPPMFC_BAD_HW_ADDR, 0101000c0000000900040001",
        "V1_0, OFPRRFC_BAD_ROLE, 0101001400000009b0c200000000232000010201",
        "V1_0, NXBRC_MUST_BE_ZERO, 0101001400000009b0c200000000232000010203",
        "V1_3, OFPMMFC_BAD_BAND, 0401000c00000009000c0008",
        "V1_3, OFPBRC_MULTIPART_REQUEST_TIMEOUT, 0401001000000009ffff0a504f4e4600",
        "V1_3, OFPBFC_BAD_ID, 0401001000000009ffff08fe4f4e4600",
        "V1_5, OFPBRC_MULTIPART_REQUEST_TIMEOUT, 0601000c000000090001000e",
        "V1_5, OFPACFC_INVALID, 0601000c00000009000f0000",
        "V1_5, OFPBFC_BAD_ID, 0601000c0000000900110002",
        "V1_5, NXBRC_MUST_BE_ZERO, 0601001000000009ffff000400002320",
    })
    void shouldSayErrorsByTheNumbersOfAStockSwitch(OpenFlowVersion version, OpenFlowError error, String hex)
            throws OpenFlowException {
        assertThat(write(version, error, new byte[0])).isEqualTo(hex);
        assertThat(Captures.codec(version).decode(HexFormat.of().parseHex(hex)).message())
                .isInstanceOfSatisfying(Failure.class, failure -> assertThat(failure.error()).isEqualTo(error));
    }

    @Test
    void shouldSayThatAnErrorCannotBeSaidWhenTheVersionLacksIt() {
        assertThat(write(OpenFlowVersion.V1_0, OpenFlowError.OFPSCFC_BAD_FLAGS, new byte[0]))
                .isEqualTo("0101001400000009b0c200000000232000010209");
    }

    @Test
    void shouldSendBackSixtyFourBytesOfALongMessage() {
        assertThat(write(OpenFlowVersion.V1_3, OpenFlowError.OFPBRC_BAD_LEN, new byte[100])).hasSize(2 * (12 + 64));
    }

    @Test
    void shouldKeepTypeAndCodeWhenTheErrorIsUnknown() throws OpenFlowException {
        Failure failure = (Failure) Captures.codec(OpenFlowVersion.V1_3)
                .decode(HexFormat.of().parseHex("0401000e00000009006300640a0b")).message();
        assertThat(failure.error()).isNull();
        assertThat(failure.type()).isEqualTo(0x63);
        assertThat(failure.code()).isEqualTo(0x64);
        assertThat(failure.cause()).containsExactly(0x0a, 0x0b);
    }

    @ParameterizedTest
    @EnumSource(OpenFlowVersion.class)
    void shouldUnderstandWhatItSaysWhenTheVersionHasTheError(OpenFlowVersion version) {
        ErrorCodes codes = ErrorCodes.of(version);
        for (OpenFlowError error : OpenFlowError.values()) {
            assertThat(codes.error(codes.code(error))).as(error.name())
                    .hasValueSatisfying(said -> assertThat(said).isIn(error, OpenFlowError.NXBRC_UNENCODABLE_ERROR));
        }
    }

    private static String write(OpenFlowVersion version, OpenFlowError error, byte[] cause) {
        List<byte[]> frames = new ArrayList<>();
        Captures.codec(version).encode(9, new Failure(error.type(), error.code(), error, "", cause), frames::add);
        return HexFormat.of().formatHex(frames.getFirst());
    }
}
