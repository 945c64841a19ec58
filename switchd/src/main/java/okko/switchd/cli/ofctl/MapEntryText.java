package okko.switchd.cli.ofctl;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import okko.switchd.flow.Field;
import okko.switchd.flow.FieldText;
import okko.switchd.program.MapEntry;

/**
 * Entries of maps as words: {@code key 14 0 16 172 value 1 0 0 0} as in Oko, or with types. Numbers of more than one
 * byte are little-endian, as programs have them in memory, unless their type says {@code be}.
 */
final class MapEntryText {

    private static final String KEY = "key";
    private static final String VALUE = "value";
    private static final int BYTES_PER_LINE = 16;
    private static final int BYTES_PER_GROUP = 8;

    private MapEntryText() {}

    /**
     * Reads entries.
     *
     * @param words {@code key}, its bytes, {@code value}, its bytes, and so on
     * @return at least one; all keys have the same length, and so have the values
     * @throws IOException if they are something else; the message is one line
     */
    static List<MapEntry> pairs(List<String> words) throws IOException {
        List<byte[]> parts = parts(words);
        List<MapEntry> entries = new ArrayList<>();
        for (int i = 0; i < parts.size(); i += 2) {
            boolean isWhole = words.contains(VALUE) && i + 1 < parts.size();
            if (!isWhole || parts.get(i + 1).length == 0) {
                throw new IOException("expected value and its bytes behind each key");
            }
            entries.add(new MapEntry(parts.get(i), parts.get(i + 1)));
        }
        return alike(entries);
    }

    /**
     * Reads keys.
     *
     * @param words {@code key}, its bytes, {@code key}, its bytes, and so on
     * @return at least one entry, without values; all keys have the same length
     * @throws IOException if they are something else; the message is one line
     */
    static List<MapEntry> keys(List<String> words) throws IOException {
        if (words.contains(VALUE)) {
            throw new IOException("a key is enough to remove an entry; expected no value");
        }
        List<MapEntry> entries = new ArrayList<>();
        for (byte[] key : parts(words)) {
            entries.add(new MapEntry(key, new byte[0]));
        }
        return alike(entries);
    }

    private static List<MapEntry> alike(List<MapEntry> entries) throws IOException {
        MapEntry first = entries.getFirst();
        for (MapEntry entry : entries) {
            if (entry.key().length != first.key().length || entry.value().length != first.value().length) {
                throw new IOException("keys of %d and %d bytes, values of %d and %d: expected entries of one size"
                        .formatted(first.key().length, entry.key().length, first.value().length,
                                entry.value().length));
            }
        }
        return entries;
    }

    /** The bytes behind each {@code key} and {@code value}. */
    private static List<byte[]> parts(List<String> words) throws IOException {
        List<ByteArrayOutputStream> parts = new ArrayList<>();
        String last = "";
        for (String word : words) {
            if (word.equals(KEY) || word.equals(VALUE)) {
                if (word.equals(VALUE) && !last.equals(KEY)) {
                    throw new IOException("value: expected key and its bytes before");
                }
                last = word;
                parts.add(new ByteArrayOutputStream());
            } else if (parts.isEmpty()) {
                throw new IOException(word + ": expected key first");
            } else {
                parts.getLast().writeBytes(bytes(word));
            }
        }
        if (parts.isEmpty() || parts.stream().anyMatch(part -> part.size() == 0)) {
            throw new IOException("expected key and its bytes");
        }
        return parts.stream().map(ByteArrayOutputStream::toByteArray).toList();
    }

    private static byte[] bytes(String word) throws IOException {
        int equals = word.indexOf('=');
        String type = equals < 0 ? "u8" : word.substring(0, equals);
        String value = word.substring(equals + 1);
        try {
            return switch (type) {
                case "u8" -> number(value, 1);
                case "u16" -> reversed(number(value, 2));
                case "u32" -> reversed(number(value, 4));
                case "u64" -> reversed(number(value, 8));
                case "be16" -> number(value, 2);
                case "be32" -> number(value, 4);
                case "be64" -> number(value, 8);
                case "ip" -> reversed(number(FieldText.parse(Field.NW_SRC, value).low(), 4));
                case "be-ip" -> number(FieldText.parse(Field.NW_SRC, value).low(), 4);
                case "mac" -> number(FieldText.parse(Field.DL_SRC, value).low(), 6);
                case "hex" -> HexFormat.of().parseHex(value.replace(":", ""));
                default -> throw new IOException(word + ": expected ip=, be-ip=, mac=, u8=, u16=, u32=, u64=, be16=, "
                        + "be32=, be64= or hex=");
            };
        } catch (IllegalArgumentException e) {
            throw new IOException("%s: expected %s".formatted(word, expected(type)), e);
        }
    }

    private static String expected(String type) {
        return switch (type) {
            case "ip", "be-ip" -> "an IPv4 address";
            case "mac" -> "an Ethernet address";
            case "hex" -> "two hexadecimal digits for each byte";
            default -> "a number of " + type.replaceAll("\\D", "") + " bits";
        };
    }

    private static byte[] number(String text, int bytes) {
        BigInteger number = text.startsWith("0x") ? new BigInteger(text.substring(2), 16) : new BigInteger(text);
        if (number.signum() < 0 || number.bitLength() > bytes * Byte.SIZE) {
            throw new NumberFormatException(text);
        }
        return number(number.longValue(), bytes);
    }

    private static byte[] number(long value, int bytes) {
        byte[] big = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            big[i] = (byte) (value >>> (bytes - 1 - i) * Byte.SIZE);
        }
        return big;
    }

    private static byte[] reversed(byte[] bytes) {
        byte[] other = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            other[i] = bytes[bytes.length - 1 - i];
        }
        return other;
    }

    /**
     * Writes a key or a value.
     *
     * @param bytes         of it
     * @param isHexadecimal whether each byte is two hexadecimal digits, and not a decimal number
     * @return sixteen bytes in a line, a wider gap behind the eighth
     */
    static String print(byte[] bytes, boolean isHexadecimal) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < bytes.length; i++) {
            text.append(isHexadecimal ? "%02x".formatted(bytes[i]) : Integer.toString(Byte.toUnsignedInt(bytes[i])));
            text.append((i + 1) % BYTES_PER_LINE == 0 ? "\n" : (i + 1) % BYTES_PER_GROUP == 0 ? "  " : " ");
        }
        return text.toString().stripTrailing();
    }
}
