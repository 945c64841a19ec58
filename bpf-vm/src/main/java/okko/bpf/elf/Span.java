package okko.bpf.elf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;

/** A named part of the file, read with checks that no offset or size can get around. Little-endian. */
final class Span {

    private final String name;
    private final ByteBuffer bytes;

    private Span(String name, ByteBuffer bytes) {
        this.name = name;
        this.bytes = bytes.order(ByteOrder.LITTLE_ENDIAN);
    }

    static Span ofFile(byte[] file) {
        return new Span("file", ByteBuffer.wrap(file));
    }

    int length() {
        return bytes.limit();
    }

    /** A part of this one. */
    Span part(String what, long offset, long size) throws ElfException {
        check(what, offset, size);
        return new Span(what, bytes.slice((int) offset, (int) size));
    }

    int unsignedByte(String what, long offset) throws ElfException {
        check(what, offset, Byte.BYTES);
        return bytes.get((int) offset) & 0xff;
    }

    int unsignedShort(String what, long offset) throws ElfException {
        check(what, offset, Short.BYTES);
        return bytes.getShort((int) offset) & 0xffff;
    }

    int signedInt(String what, long offset) throws ElfException {
        check(what, offset, Integer.BYTES);
        return bytes.getInt((int) offset);
    }

    long unsignedInt(String what, long offset) throws ElfException {
        return Integer.toUnsignedLong(signedInt(what, offset));
    }

    long signedLong(String what, long offset) throws ElfException {
        check(what, offset, Long.BYTES);
        return bytes.getLong((int) offset);
    }

    /** How many bytes there are before a NUL, the end, or a limit. */
    int lengthOfString(String what, long offset, int most) throws ElfException {
        check(what, offset, 1);
        int end = (int) Math.min(bytes.limit(), offset + most);
        int at = (int) offset;
        while (at < end && bytes.get(at) != 0) {
            at++;
        }
        return at - (int) offset;
    }

    byte[] copy() {
        var copy = new byte[bytes.limit()];
        bytes.get(0, copy);
        return copy;
    }

    private void check(String what, long offset, long size) throws ElfException {
        boolean fits = offset >= 0 && size >= 0 && offset <= length() && size <= length() - offset;
        if (!fits) {
            throw new ElfException("truncated ELF: %s at byte %s needs %s bytes, %s has %,d",
                    what, unsigned(offset), unsigned(size), name, length());
        }
    }

    private static String unsigned(long value) {
        return value >= 0 ? String.format(Locale.ROOT, "%,d", value) : Long.toUnsignedString(value);
    }
}
