package okko.switchd.flow;

import java.util.Arrays;
import java.util.HexFormat;

/** Some bytes as a value. */
public final class Octets {

    /** No bytes. */
    public static final Octets NONE = new Octets(new byte[0]);

    private static final HexFormat WITH_DOTS = HexFormat.ofDelimiter(".");

    private final byte[] bytes;

    private Octets(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Copies bytes.
     *
     * @param bytes stay the caller's
     * @return the value
     */
    public static Octets of(byte... bytes) {
        return bytes.length == 0 ? NONE : new Octets(bytes.clone());
    }

    /**
     * Reads what {@link #toString} writes.
     *
     * @param text two hexadecimal digits for each byte, dots between them; empty for none
     * @return the value
     * @throws IllegalArgumentException if it is none
     */
    static Octets parse(String text) {
        return of(WITH_DOTS.parseHex(text));
    }

    /** {@return a copy of the bytes} */
    public byte[] toArray() {
        return bytes.clone();
    }

    /** {@return how many there are} */
    public int length() {
        return bytes.length;
    }

    /** {@return whether there are none} */
    public boolean isEmpty() {
        return bytes.length == 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Octets octets && Arrays.equals(bytes, octets.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** {@return two hexadecimal digits for each byte, dots between them} */
    @Override
    public String toString() {
        return WITH_DOTS.formatHex(bytes);
    }
}
