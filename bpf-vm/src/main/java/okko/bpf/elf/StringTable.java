package okko.bpf.elf;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A table of NUL-terminated strings, addressed by offset. Strings may lie over each other, so that a small file could
 * name very many long ones: what they take together is bounded.
 */
final class StringTable {

    /** Longest name or source line that is read; the rest is left out. */
    private static final int MAX_STRING_BYTES = 512;

    private static final int MAX_TOTAL_BYTES = 8 << 20;

    /** Price of a string besides its bytes. */
    private static final int STRING_OVERHEAD_BYTES = 64;

    /** A name must not break the one line of an error message. */
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\u2028\\u2029]");

    private static final int DELETE = 0x7f;

    private final String name;
    private final Span bytes;
    private final Map<Long, String> known = new HashMap<>();
    private long totalBytes;

    StringTable(String name, Span bytes) {
        this.name = name;
        this.bytes = bytes;
    }

    /** The string at an offset; cut off after {@value #MAX_STRING_BYTES} bytes, without control characters. */
    String at(String what, long offset) throws ElfException {
        String string = known.get(offset);
        if (string == null) {
            string = read(what, offset);
            known.put(offset, string);
        }
        return string;
    }

    private String read(String what, long offset) throws ElfException {
        int length = bytes.lengthOfString(what, offset, MAX_STRING_BYTES);
        if (length < MAX_STRING_BYTES && offset + length == bytes.length()) {
            throw new ElfException("%s at byte %,d of %s has no end", what, offset, name);
        }
        totalBytes += length + STRING_OVERHEAD_BYTES;
        if (totalBytes > MAX_TOTAL_BYTES) {
            throw new ElfException("%s: the names in use take more than %,d bytes", name, MAX_TOTAL_BYTES);
        }
        byte[] text = bytes.part(what, offset, length).copy();
        String string = new String(text, StandardCharsets.UTF_8);
        return mayHaveControls(text) ? CONTROL.matcher(string).replaceAll("?") : string;
    }

    /** Characters beyond ASCII take the slow way. */
    private static boolean mayHaveControls(byte[] text) {
        for (byte character : text) {
            if (character < ' ' || character == DELETE) {
                return true;
            }
        }
        return false;
    }
}
