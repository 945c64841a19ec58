package okko.bpf.map;

import org.agrona.UnsafeApi;

/** Comparing, copying and clearing of short runs of raw memory, by words: cheaper than a call of the general copy. */
final class Bytes {

    private Bytes() {}

    static boolean equal(long left, long right, int bytes) {
        int offset = 0;
        for (; offset <= bytes - Long.BYTES; offset += Long.BYTES) {
            if (UnsafeApi.getLong(left + offset) != UnsafeApi.getLong(right + offset)) {
                return false;
            }
        }
        if ((bytes & Integer.BYTES) != 0) {
            if (UnsafeApi.getInt(left + offset) != UnsafeApi.getInt(right + offset)) {
                return false;
            }
            offset += Integer.BYTES;
        }
        for (; offset < bytes; offset++) {
            if (UnsafeApi.getByte(left + offset) != UnsafeApi.getByte(right + offset)) {
                return false;
            }
        }
        return true;
    }

    static void copy(long from, long to, int bytes) {
        int offset = 0;
        for (; offset <= bytes - Long.BYTES; offset += Long.BYTES) {
            UnsafeApi.putLong(to + offset, UnsafeApi.getLong(from + offset));
        }
        if ((bytes & Integer.BYTES) != 0) {
            UnsafeApi.putInt(to + offset, UnsafeApi.getInt(from + offset));
            offset += Integer.BYTES;
        }
        for (; offset < bytes; offset++) {
            UnsafeApi.putByte(to + offset, UnsafeApi.getByte(from + offset));
        }
    }

    static void zero(long at, int bytes) {
        UnsafeApi.setMemory(at, bytes, (byte) 0);
    }
}
