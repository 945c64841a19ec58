package okko.switchd.openflow.server;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import okko.switchd.openflow.OpenFlowError;
import okko.switchd.openflow.OpenFlowVersion;

/**
 * The first message of either side, and what the two agree on (OpenFlow 1.3, 6.3.1 and 7.5.1). It is read before any
 * version is agreed on: its form is the same in all of them, and a later version's may have more in it.
 */
final class Greeting {

    /** Type of the message in all versions. */
    static final int TYPE = 0;

    private static final int ERROR_TYPE = 1;
    private static final int HEADER_BYTES = 8;
    private static final int ERROR_HEADER_BYTES = 12;
    private static final int ELEMENT_HEADER_BYTES = 4;
    private static final int BITMAP_ELEMENT = 1;
    private static final int BITMAP_VERSIONS = 32;

    private Greeting() {}

    /**
     * Writes the switch's own.
     *
     * @param versions that it speaks; at least one
     * @param xid      of the message
     * @return the whole message
     */
    static byte[] of(Set<OpenFlowVersion> versions, int xid) {
        int bits = 0;
        for (OpenFlowVersion version : versions) {
            bits |= 1 << version.wire();
        }
        int length = HEADER_BYTES + ELEMENT_HEADER_BYTES + Integer.BYTES;
        return ByteBuffer.allocate(length)
                .put((byte) newest(versions).wire()).put((byte) TYPE).putShort((short) length).putInt(xid)
                .putShort((short) BITMAP_ELEMENT).putShort((short) (ELEMENT_HEADER_BYTES + Integer.BYTES))
                .putInt(bits)
                .array();
    }

    /** {@return the newest of some versions} */
    static OpenFlowVersion newest(Set<OpenFlowVersion> versions) {
        return EnumSet.copyOf(versions).stream().reduce((_, last) -> last).orElseThrow();
    }

    /**
     * Finds the version to speak.
     *
     * @param versions that the switch speaks
     * @param frame    the other side's first message
     * @return the newest one that both speak; empty if there is none
     */
    static Optional<OpenFlowVersion> agree(Set<OpenFlowVersion> versions, byte[] frame) {
        int theirs = offered(frame);
        return EnumSet.copyOf(versions).stream()
                .filter(version -> (theirs >>> version.wire() & 1) != 0)
                .reduce((_, last) -> last);
    }

    /** The versions that a greeting offers, bit i for number i: its bitmap, or all up to the one in its header. */
    private static int offered(byte[] frame) {
        ByteBuffer body = ByteBuffer.wrap(frame).position(HEADER_BYTES);
        while (body.remaining() >= ELEMENT_HEADER_BYTES) {
            int start = body.position();
            int type = Short.toUnsignedInt(body.getShort());
            int length = Short.toUnsignedInt(body.getShort());
            if (length < ELEMENT_HEADER_BYTES || length > frame.length - start) {
                break;
            }
            if (type == BITMAP_ELEMENT && length >= ELEMENT_HEADER_BYTES + Integer.BYTES) {
                int bits = body.getInt();
                if (bits != 0) {
                    return bits;
                }
            }
            body.position(Math.min(frame.length, start + (length + 7 & ~7)));
        }
        int newest = Byte.toUnsignedInt(frame[0]);
        return newest >= BITMAP_VERSIONS - 1 ? -1 : (1 << newest + 1) - 1;
    }

    /**
     * Says in words what both speak.
     *
     * @param versions that the switch speaks
     * @param frame    the other side's first message
     * @return one line, as it is sent with the error
     */
    static String disagreement(Set<OpenFlowVersion> versions, byte[] frame) {
        String ours = EnumSet.copyOf(versions).stream().map(version -> hex(version.wire()))
                .collect(Collectors.joining(", "));
        String theirs = IntStream.range(0, BITMAP_VERSIONS)
                .filter(bit -> (offered(frame) >>> bit & 1) != 0 && bit > 0).mapToObj(Greeting::hex)
                .collect(Collectors.joining(", "));
        return "We support version %s, you support version %s, no common versions.".formatted(ours, theirs);
    }

    /**
     * Writes the answer to a greeting that has no version in common: {@code OFPHFC_INCOMPATIBLE}, in 1.0's form.
     *
     * @param why what both speak
     * @return the whole message
     */
    static byte[] refusal(String why) {
        byte[] text = why.getBytes(StandardCharsets.US_ASCII);
        int length = ERROR_HEADER_BYTES + text.length;
        return ByteBuffer.allocate(length)
                .put((byte) OpenFlowVersion.V1_0.wire()).put((byte) ERROR_TYPE).putShort((short) length).putInt(0)
                .putShort((short) OpenFlowError.OFPHFC_INCOMPATIBLE.type())
                .putShort((short) OpenFlowError.OFPHFC_INCOMPATIBLE.code())
                .put(text)
                .array();
    }

    private static String hex(int version) {
        return "0x%02x".formatted(version);
    }
}
