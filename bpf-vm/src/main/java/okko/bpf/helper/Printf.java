package okko.bpf.helper;

import java.util.Locale;
import org.agrona.UnsafeApi;

/**
 * Formats a line for the log. Allocates; a program that prints for each packet is being debugged.
 *
 * <p>Understands {@code %d %i %u %x %X} (32 bits), the same with {@code l} or {@code ll} (64 bits), {@code %c},
 * {@code %p} and {@code %%}, with a width, {@code 0} and {@code -}. Anything else after a percent sign is written as it
 * stands and uses up no argument: there is no conversion that reads memory.
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
        long at = percent + 1;
        boolean isLeft = false;
        boolean isZeroed = false;
        for (; byteAt(at) == '-' || byteAt(at) == '0'; at++) {
            isLeft |= byteAt(at) == '-';
            isZeroed |= byteAt(at) == '0';
        }
        int width = 0;
        for (; byteAt(at) >= '0' && byteAt(at) <= '9' && width < MAX_LINE_CHARS; at++) {
            width = 10 * width + byteAt(at) - '0';
        }
        int longs = 0;
        for (; longs < 2 && byteAt(at) == 'l'; at++) {
            longs++;
        }
        String text = converted(byteAt(at), longs > 0);
        if (text == null) {
            line.append('%');
            return byteAt(percent + 1) == '%' ? 2 : 1;
        }
        pad(text, Math.min(width, MAX_LINE_CHARS), isLeft, isZeroed);
        return (int) (at + 1 - percent);
    }

    /** The next argument in the form that a letter asks for; {@code null} if it is no conversion. */
    private String converted(byte kind, boolean isWide) {
        return switch (kind) {
            case 'd', 'i' -> Long.toString(isWide ? argument() : (int) argument());
            case 'u' -> Long.toUnsignedString(narrowed(isWide));
            case 'x' -> Long.toHexString(narrowed(isWide));
            case 'X' -> Long.toHexString(narrowed(isWide)).toUpperCase(Locale.ROOT);
            case 'p' -> Long.toHexString(argument());
            case 'c' -> {
                int latin = (int) argument() & 0xff;
                yield Character.isISOControl(latin) ? " " : Character.toString(latin);
            }
            default -> null;
        };
    }

    private void pad(String text, int width, boolean isLeft, boolean isZeroed) {
        int missing = Math.max(0, width - text.length());
        boolean isNegative = text.startsWith("-");
        if (isLeft) {
            line.append(text).repeat(' ', missing);
        } else if (isZeroed) {
            line.append(isNegative ? "-" : "").repeat('0', missing).append(isNegative ? text.substring(1) : text);
        } else {
            line.repeat(' ', missing).append(text);
        }
    }

    private long narrowed(boolean isWide) {
        return isWide ? argument() : argument() & 0xffff_ffffL;
    }

    private long argument() {
        return next < arguments.length ? arguments[next++] : 0;
    }
}
