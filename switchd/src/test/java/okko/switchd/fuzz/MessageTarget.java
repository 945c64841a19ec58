package okko.switchd.fuzz;

import java.util.EnumMap;
import java.util.Map;
import okko.switchd.openflow.Dialect;
import okko.switchd.openflow.Message;
import okko.switchd.openflow.OpenFlowException;
import okko.switchd.openflow.OpenFlowVersion;
import okko.switchd.openflow.wire.Encoding;
import okko.switchd.openflow.wire.MessageCodec;

/** Messages of all versions: each is refused by an error of OpenFlow, or can be written. */
public final class MessageTarget implements FuzzTarget {

    private final Map<OpenFlowVersion, MessageCodec> codecs = new EnumMap<>(OpenFlowVersion.class);

    /** Made by its class loader. */
    public MessageTarget() {
        for (OpenFlowVersion version : OpenFlowVersion.values()) {
            codecs.put(version, new MessageCodec(Encoding.initial(version, Dialect.OKKO)));
        }
    }

    @Override
    public void feed(byte[] input) {
        byte[] frame = input.length < 8 ? java.util.Arrays.copyOf(input, 8) : input;
        frame[2] = (byte) (frame.length >>> 8); // the connection cuts messages by this
        frame[3] = (byte) frame.length;
        codecs.forEach((version, codec) -> {
            frame[0] = (byte) version.wire();
            try {
                Message message = codec.decode(frame).message();
                codec.encode(1, message, written -> { });
            } catch (OpenFlowException e) {
                if (e.getMessage() == null) {
                    throw new AssertionError("an error without a reason", e);
                }
            }
        });
    }
}
