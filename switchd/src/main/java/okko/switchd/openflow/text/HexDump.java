package okko.switchd.openflow.text;

/** Bytes in hexadecimal and as characters, sixteen in a line. */
final class HexDump {

    private static final int LINE_BYTES = 16;

    private HexDump() {}

    /**
     * Writes bytes.
     *
     * @param bytes to write
     * @param from  first of them
     * @param to    behind the last of them
     * @return lines, with their ends
     */
    static String print(byte[] bytes, int from, int to) {
        StringBuilder text = new StringBuilder();
        for (int line = from; line < to; line += LINE_BYTES) {
            text.append("%08x ".formatted(line - from));
            StringBuilder characters = new StringBuilder();
            for (int i = 0; i < LINE_BYTES; i++) {
                boolean isThere = line + i < to;
                boolean isMiddle = i == LINE_BYTES / 2;
                text.append(isMiddle && line + i - 1 < to ? '-' : ' ');
                text.append(isThere ? "%02x".formatted(bytes[line + i]) : "  ");
                characters.append(isThere ? printable(bytes[line + i]) : ' ');
            }
            text.append(" |").append(characters).append("|\n");
        }
        return text.toString();
    }

    private static char printable(byte value) {
        return value >= 0x20 && value < 0x7f ? (char) value : '.';
    }
}
