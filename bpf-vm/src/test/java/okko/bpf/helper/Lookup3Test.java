package okko.bpf.helper;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.agrona.UnsafeApi;
import org.junit.jupiter.api.Test;

/** Values of the reference implementation, for one length of each remainder and more than one block. */
class Lookup3Test {

    @Test
    void shouldHashAsTheReferenceDoes() {
        assertThat(hash("")).isEqualTo(0xdeadbeef);
        assertThat(hash("Four score and seven years ago")).isEqualTo(0x17770551);
    }

    private static int hash(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        long address = UnsafeApi.allocateMemory(bytes.length + 1);
        try {
            for (int i = 0; i < bytes.length; i++) {
                UnsafeApi.putByte(address + i, bytes[i]);
            }
            return Lookup3.hash(address, bytes.length);
        } finally {
            UnsafeApi.freeMemory(address);
        }
    }
}
