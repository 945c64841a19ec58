package okko.switchd.openflow.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import okko.switchd.openflow.OpenFlowException;
import okko.switchd.openflow.wire.Captures.Capture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CapturedMessagesTest {

    static List<Capture> captures() {
        return Captures.all();
    }

    @ParameterizedTest
    @MethodSource("captures")
    void shouldWriteWhatStockToolsWroteWhenItHasReadIt(Capture capture) throws OpenFlowException {
        MessageCodec codec = Captures.codec(capture.version());
        Decoded decoded = codec.decode(capture.bytes());
        List<byte[]> frames = new ArrayList<>();
        codec.encode(decoded.xid(), decoded.message(), frames::add);
        assertThat(frames).hasSize(1);
        assertThat(HexFormat.of().formatHex(frames.getFirst())).isEqualTo(HexFormat.of().formatHex(capture.bytes()));
    }
}
