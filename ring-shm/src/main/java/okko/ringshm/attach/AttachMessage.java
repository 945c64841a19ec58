package okko.ringshm.attach;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The three messages of the attach protocol. Each has 256 bytes, little-endian; unused bytes are 0.
 *
 * <pre>
 *  offset  size  field      unit  in ATTACH (1)     in ACCEPT (2)      in REFUSE (3)
 *       0     4  magic      -     OKAT              OKAT               OKAT
 *       4     2  version    -     of the processor  of the switch      of the switch
 *       6     2  type       -     1                 2                  3
 *       8     4  number     -     pid               borrower           bytes of text
 *      12     4  trust      -                       0 shared, 1 monitor, 2 isolated
 *      16     8  epoch      -                       of the attachment
 *      24    16  instance   UUID                    of the switch
 *      40     4  outlook    -                                          0 for good, 1 worth another try
 *      64   192  text       -     name, ASCII                          reason, UTF-8
 *                descriptors                        pool, rings, processor's wake-up, switch's wake-up
 * </pre>
 *
 * A switch answers an ATTACH of any version, as far as it understands magic, version and type, so that a processor of
 * another version can say why it was refused.
 */
sealed interface AttachMessage {

    int SIZE_BYTES = 256;
    short VERSION = 2;
    int MAX_NAME_BYTES = 63;

    /** What a processor's name must be, for messages. */
    String NAME_RULE = "a name has 1 to " + MAX_NAME_BYTES + " letters, digits, points, dashes and underscores";

    /** Processor to switch: asks to be attached. */
    record Attach(int version, int pid, String name) implements AttachMessage {}

    /** Switch to processor, with the descriptors of pool, rings and wake-ups: attached. */
    record Accept(int borrower, TrustMode trust, UUID instance, long epoch) implements AttachMessage {}

    /** Switch to processor: not attached, and why. */
    record Refuse(Outlook outlook, String reason) implements AttachMessage {

        /** Refuses for good. */
        Refuse(String reason) {
            this(Outlook.FINAL, reason);
        }
    }

    /** Whether a processor that is refused should ask again. */
    enum Outlook {
        /** The answer would be the same. */
        FINAL,
        /** What is in the way goes by: a processor of that name that is about to end. */
        TRY_AGAIN;

        private static Outlook of(int code) {
            return code == TRY_AGAIN.ordinal() ? TRY_AGAIN : FINAL;
        }
    }

    private static ByteBuffer begin(int type, int number) {
        ByteBuffer bytes = ByteBuffer.allocate(SIZE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        return bytes.putInt(0, Wire.MAGIC)
                .putShort(Wire.VERSION_OFFSET, VERSION)
                .putShort(Wire.TYPE_OFFSET, (short) type)
                .putInt(Wire.NUMBER_OFFSET, number);
    }

    /** The message as it is sent. */
    static byte[] encode(AttachMessage message) {
        return switch (message) {
            case Attach(int version, int pid, String name) -> begin(Wire.ATTACH, pid)
                    .putShort(Wire.VERSION_OFFSET, (short) version)
                    .put(Wire.TEXT_OFFSET, name.getBytes(StandardCharsets.US_ASCII))
                    .array();
            case Accept(int borrower, TrustMode trust, UUID instance, long epoch) -> begin(Wire.ACCEPT, borrower)
                    .putInt(Wire.TRUST_OFFSET, trust.code())
                    .putLong(Wire.EPOCH_OFFSET, epoch)
                    .putLong(Wire.INSTANCE_OFFSET, instance.getMostSignificantBits())
                    .putLong(Wire.INSTANCE_OFFSET + Long.BYTES, instance.getLeastSignificantBits())
                    .array();
            case Refuse(Outlook outlook, String reason) -> {
                byte[] all = reason.getBytes(StandardCharsets.UTF_8);
                byte[] text = Arrays.copyOf(all, Math.min(all.length, SIZE_BYTES - Wire.TEXT_OFFSET));
                yield begin(Wire.REFUSE, text.length)
                        .putInt(Wire.OUTLOOK_OFFSET, outlook.ordinal())
                        .put(Wire.TEXT_OFFSET, text)
                        .array();
            }
        };
    }

    /** The message that was received; empty if it is none of ours. The name of an {@code Attach} is not checked. */
    static Optional<AttachMessage> decode(byte[] received) {
        if (received.length != SIZE_BYTES) {
            return Optional.empty();
        }
        ByteBuffer bytes = ByteBuffer.wrap(received).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.getInt(0) != Wire.MAGIC) {
            return Optional.empty();
        }
        int number = bytes.getInt(Wire.NUMBER_OFFSET);
        return switch (bytes.getShort(Wire.TYPE_OFFSET)) {
            case Wire.ATTACH -> Optional.of(
                    new Attach(bytes.getShort(Wire.VERSION_OFFSET), number, Wire.zeroTerminated(received)));
            case Wire.ACCEPT -> Wire.trust(bytes.getInt(Wire.TRUST_OFFSET)).map(trust -> new Accept(
                    number,
                    trust,
                    new UUID(bytes.getLong(Wire.INSTANCE_OFFSET), bytes.getLong(Wire.INSTANCE_OFFSET + Long.BYTES)),
                    bytes.getLong(Wire.EPOCH_OFFSET)));
            case Wire.REFUSE -> {
                int length = Math.clamp(number, 0, SIZE_BYTES - Wire.TEXT_OFFSET);
                yield Optional.of(new Refuse(Outlook.of(bytes.getInt(Wire.OUTLOOK_OFFSET)),
                        new String(received, Wire.TEXT_OFFSET, length, StandardCharsets.UTF_8)));
            }
            default -> Optional.empty();
        };
    }

    /** Says whether a processor may have this name: it is printed, compared and put into counters' names. */
    static boolean isValidName(String name) {
        return Wire.NAME.matcher(name).matches();
    }

    /** Positions and numbers of the table above. */
    final class Wire {

        static final int MAGIC = 0x54414b4f; // OKAT
        static final int VERSION_OFFSET = 4;
        static final int TYPE_OFFSET = 6;
        static final int NUMBER_OFFSET = 8;
        static final int TRUST_OFFSET = 12;
        static final int EPOCH_OFFSET = 16;
        static final int INSTANCE_OFFSET = 24;
        static final int OUTLOOK_OFFSET = 40;
        static final int TEXT_OFFSET = 64;

        static final short ATTACH = 1;
        static final short ACCEPT = 2;
        static final short REFUSE = 3;

        private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1," + MAX_NAME_BYTES + "}");

        private Wire() {}

        private static Optional<TrustMode> trust(int code) {
            return Arrays.stream(TrustMode.values()).filter(mode -> mode.code() == code).findAny();
        }

        private static String zeroTerminated(byte[] message) {
            int end = TEXT_OFFSET;
            while (end < message.length && message[end] != 0) {
                end++;
            }
            return new String(message, TEXT_OFFSET, end - TEXT_OFFSET, StandardCharsets.ISO_8859_1);
        }
    }
}
