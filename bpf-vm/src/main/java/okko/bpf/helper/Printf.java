package okko.bpf.helper;

import org.agrona.UnsafeApi;

/**
 * Formats a line for the log. Allocates; a program that prints for each packet is being debugged.
 *
 * <p>Understands {@code %d %i %u %x} (32 bits), the same with {@code l} or {@code ll} (64 bits), and {@code %%}.
 * Anything else after a percent sign is written as it stands and uses up no argument: there is no conversion that
 * reads memory.
 */
public final class Printf {

    /** Longest line, characters; the rest is cut off. */
    public static final int MAX_LINE_CHARS = 256;

    /** How far a format is read that has no NUL, bytes. */
    public static final int MAX_FORMAT_BYTES = 256;

    private final StringBuilder line = new StringBuilder();
    private final long end;
    private final long[] arguments;
    private int next;

    private Printf(long end, long... arguments) {
        this.end = end;
        this.arguments = arguments;
    }

    /**
     * Formats a line.
     *
     * @param format   address of a string that ends with a NUL, or with its memory
     * @param maxBytes how many bytes may be read there
     * @param a        first argument
     * @param b        second argument
     * @param c        third argument; conversions beyond it print 0
     * @return the line, at most {@value #MAX_LINE_CHARS} characters, control characters replaced by blanks
     */
    public static String format(long format, int maxBytes, long a, long b, long c) {
        return new Printf(format + maxBytes, a, b, c).run(format);
    }

    private String run(long format) {
        long at = format;
        byte character;
        while ((character = byteAt(at)) != 0 && line.length() < MAX_LINE_CHARS) {
            at += character == '%' ? conversion(at) : literal(character);
        }
        return line.substring(0, Math.min(line.length(), MAX_LINE_CHARS)).stripTrailing();
    }

    /** What stands at the end or behind it counts as NUL. */
    private byte byteAt(long address) {
        return address < end ? UnsafeApi.getByte(address) : 0;
    }

    private int literal(byte character) {
        int latin = character & 0xff;
        line.append(Character.isISOControl(latin) ? ' ' : (char) latin);
        return 1;
    }

    /** Returns how many characters of the format it took. */
    private int conversion(long percent) {
        int longs = 0;
        while (longs < 2 && byteAt(percent + 1 + longs) == 'l') {
            longs++;
        }
        byte kind = byteAt(percent + 1 + longs);
        boolean isWide = longs > 0;
        switch (kind) {
            case 'd', 'i' -> line.append(isWide ? argument() : (int) argument());
            case 'u' -> line.append(Long.toUnsignedString(narrowed(isWide)));
            case 'x' -> line.append(Long.toHexString(narrowed(isWide)));
            default -> {
                line.append('%');
                return kind == '%' && !isWide ? 2 : 1;
            }
        }
        return 2 + longs;
    }

    private long narrowed(boolean isWide) {
        return isWide ? argument() : argument() & 0xffff_ffffL;
    }

    private long argument() {
        return next < arguments.length ? arguments[next++] : 0;
    }
}
