package okko.bpf.helper;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.agrona.UnsafeApi;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.api.Test;

class PrintfTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = false, value = {
        "%d %u %x|-1 2 3", "%ld %lu %lx|4294967295 2 3", "%lld %llu %llx|4294967295 2 3", "%i|-1", "100%|100%",
        "%%%d|%-1", "%s %n %d|%s %n -1", "%|%", "%l|%l", "<%5d|<   -1", "%-5d<|-1   <", "%05d %02x|-0001 02", "%c%X|\u00ff2", "a%d%d%d%db|a-1230b",
    })
    void shouldFormatNumbersAndNothingElse(String format, String expected) {
        assertThat(format(format, 0xffff_ffffL, 2, 3)).isEqualTo(expected);
    }

    @Test
    void shouldPrintUnsignedAndSignedExtremes() {
        assertThat(format("%d %u %x", -1, -1, -1)).isEqualTo("-1 4294967295 ffffffff");
        assertThat(format("%ld %lu %lx", -1, -1, -1)).isEqualTo("-1 18446744073709551615 ffffffffffffffff");
    }

    @Test
    void shouldCutLongLinesAndBlankControlCharacters() {
        assertThat(format("x".repeat(1000), 0, 0, 0)).hasSize(256);
        assertThat(format("a\tb\u001bc\n", 0, 0, 0)).isEqualTo("a b c");
    }

    private static String format(String format, long a, long b, long c) {
        byte[] bytes = format.getBytes(StandardCharsets.ISO_8859_1);
        long address = UnsafeApi.allocateMemory(bytes.length + 1);
        try {
            UnsafeApi.copyMemory(bytes, UnsafeApi.arrayBaseOffset(byte[].class), null, address, bytes.length);
            UnsafeApi.putByte(address + bytes.length, (byte) 0);
            return Printf.format(address, Printf.MAX_FORMAT_BYTES, a, b, c);
        } finally {
            UnsafeApi.freeMemory(address);
        }
    }
}
