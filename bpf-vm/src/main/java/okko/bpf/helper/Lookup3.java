package okko.bpf.helper;

import static java.lang.Integer.rotateLeft;

import org.agrona.UnsafeApi;

/**
 * Bob Jenkins' hash {@code lookup3}, the variant {@code hashlittle} with seed 0 (public domain,
 * <a href="https://burtleburtle.net/bob/c/lookup3.c">lookup3.c</a>, 2006): helper 6 and the hash maps.
 */
public final class Lookup3 {

    private static final int BLOCK_BYTES = 12;
    private static final int START = 0xdeadbeef;

    private Lookup3() {}

    /**
     * Hashes memory.
     *
     * @param address     of the first byte
     * @param lengthBytes how many, 0 or more
     * @return the hash
     */
    public static int hash(long address, int lengthBytes) {
        int a = START + lengthBytes;
        int b = a;
        int c = a;
        long at = address;
        int left = lengthBytes;
        while (left > BLOCK_BYTES) {
            a += UnsafeApi.getInt(at);
            b += UnsafeApi.getInt(at + 4);
            c += UnsafeApi.getInt(at + 8);
            a -= c;
            a ^= rotateLeft(c, 4);
            c += b;
            b -= a;
            b ^= rotateLeft(a, 6);
            a += c;
            c -= b;
            c ^= rotateLeft(b, 8);
            b += a;
            a -= c;
            a ^= rotateLeft(c, 16);
            c += b;
            b -= a;
            b ^= rotateLeft(a, 19);
            a += c;
            c -= b;
            c ^= rotateLeft(b, 4);
            b += a;
            at += BLOCK_BYTES;
            left -= BLOCK_BYTES;
        }
        if (left == 0) {
            return c;
        }
        a += wordAt(at, left);
        b += wordAt(at + 4, left - 4);
        c += wordAt(at + 8, left - 8);
        c ^= b;
        c -= rotateLeft(b, 14);
        a ^= c;
        a -= rotateLeft(c, 11);
        b ^= a;
        b -= rotateLeft(a, 25);
        c ^= b;
        c -= rotateLeft(b, 16);
        a ^= c;
        a -= rotateLeft(c, 4);
        b ^= a;
        b -= rotateLeft(a, 14);
        c ^= b;
        c -= rotateLeft(b, 24);
        return c;
    }

    /** The next four bytes, or as many as there are, the rest zero. */
    private static int wordAt(long address, int available) {
        return available >= 4 ? UnsafeApi.getInt(address) : available <= 0 ? 0 : partialWordAt(address, available);
    }

    private static int partialWordAt(long address, int available) {
        int word = 0;
        for (int i = 0; i < available; i++) {
            word |= (UnsafeApi.getByte(address + i) & 0xff) << Byte.SIZE * i;
        }
        return word;
    }
}
