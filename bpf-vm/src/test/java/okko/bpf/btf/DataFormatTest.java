package okko.bpf.btf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import okko.bpf.btf.DataType.Array;
import okko.bpf.btf.DataType.Constant;
import okko.bpf.btf.DataType.Encoding;
import okko.bpf.btf.DataType.Enumeration;
import okko.bpf.btf.DataType.Floating;
import okko.bpf.btf.DataType.Int;
import okko.bpf.btf.DataType.Member;
import okko.bpf.btf.DataType.Opaque;
import okko.bpf.btf.DataType.Pointer;
import okko.bpf.btf.DataType.Struct;
import okko.bpf.btf.DataType.Typedef;
import okko.bpf.btf.DataType.Union;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataFormatTest {

    private static final Int U8 = new Int("unsigned char", 1, Encoding.UNSIGNED);
    private static final Int U16 = new Int("unsigned short", 2, Encoding.UNSIGNED);
    private static final Int U32 = new Int("unsigned int", 4, Encoding.UNSIGNED);
    private static final Int S64 = new Int("long", 8, Encoding.SIGNED);
    private static final Int U64 = new Int("unsigned long", 8, Encoding.UNSIGNED);
    private static final Int CHAR = new Int("char", 1, Encoding.CHAR);

    @Test
    void shouldReadAStructureAsItsMembers() {
        var flow = new Struct("flow", 8, List.of(new Member("src", U32, 0, 0), new Member("port", U16, 32, 0)));

        assertThat(DataFormat.value(flow, bytes(1, 0, 0, 10, 80, 0, 9, 9)))
                .isEqualTo(Map.of("src", 167772161L, "port", 80L));
        assertThat(flow.text()).isEqualTo("struct flow");
    }

    @Test
    void shouldReadIntegersByTheirSigns() {
        byte[] ones = bytes(255, 255, 255, 255, 255, 255, 255, 255);

        assertThat(DataFormat.value(S64, ones)).isEqualTo(-1L);
        assertThat(DataFormat.value(U64, ones)).isEqualTo(new BigInteger("18446744073709551615"));
        assertThat(DataFormat.value(U32, ones)).isEqualTo(4294967295L);
        assertThat(DataFormat.value(new Int("signed char", 1, Encoding.SIGNED), ones)).isEqualTo(-1L);
        assertThat(DataFormat.value(new Int("_Bool", 1, Encoding.BOOL), ones)).isEqualTo(true);
        assertThat(DataFormat.value(new Int("__int128", 16, Encoding.SIGNED),
                bytes(1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0))).isEqualTo(new BigInteger("18446744073709551617"));
    }

    @Test
    void shouldReadTextOnlyWhereItIsText() {
        var name = new Array(new Typedef("letter", CHAR), 4);

        assertThat(DataFormat.value(name, bytes('e', 't', 'h', 0))).isEqualTo("eth");
        assertThat(DataFormat.value(name, bytes('e', 't', 'h', '0'))).isEqualTo("eth0");
        assertThat(DataFormat.value(name, bytes(0, 0, 0, 0))).isEqualTo("");
        assertThat(DataFormat.value(name, bytes('a', 0, 'b', 0))).isEqualTo(List.of(97L, 0L, 98L, 0L));
        assertThat(DataFormat.value(name, bytes(1, 0, 0, 0))).isEqualTo(List.of(1L, 0L, 0L, 0L));
        assertThat(DataFormat.value(new Array(U8, 2), bytes('a', 'b'))).isEqualTo(List.of(97L, 98L));
    }

    @Test
    void shouldReadBitFieldsAcrossBytes() {
        var fields = new Struct("", 4, List.of(new Member("low", U32, 0, 3), new Member("middle", U32, 3, 10),
                new Member("signed", new Int("int", 4, Encoding.SIGNED), 13, 5),
                new Member("state", state(Encoding.UNSIGNED), 18, 2)));

        assertThat(DataFormat.value(fields, bytes(0b11111_101, 0b10000_000, 0b000010_11, 0)))
                .isEqualTo(Map.of("low", 5L, "middle", 31L, "signed", -4L, "state", "OPEN"));
    }

    @Test
    void shouldNameConstantsWhereThereIsOne() {
        assertThat(DataFormat.value(state(Encoding.UNSIGNED), bytes(2, 0, 0, 0))).isEqualTo("OPEN");
        assertThat(DataFormat.value(state(Encoding.SIGNED), bytes(255, 255, 255, 255))).isEqualTo("BROKEN");
        assertThat(DataFormat.value(state(Encoding.UNSIGNED), bytes(7, 0, 0, 0))).isEqualTo(7L);
    }

    @Test
    void shouldCountMembersOfWhatHasNoNameAsItsOwn() {
        var inner = new Union("", 4, List.of(new Member("v4", U32, 0, 0), new Member("first", U8, 0, 0)));
        var outer = new Struct("address", 8, List.of(new Member("", inner, 0, 0), new Member("length", U8, 32, 0)));

        assertThat(DataFormat.value(outer, bytes(1, 2, 0, 0, 9, 0, 0, 0)).toString())
                .isEqualTo("{v4=513, first=1, length=9}");
    }

    @Test
    void shouldShowWhatIsNoNumberInHexadecimal() {
        assertThat(DataFormat.value(new Pointer("struct node"), bytes(0, 16, 0, 0, 0, 0, 0, 128)))
                .isEqualTo("0x8000000000001000");
        assertThat(DataFormat.value(new Opaque("void", 3), bytes(1, 2, 255))).isEqualTo("0102ff");
        assertThat(DataFormat.value(new Floating("long double", 16), new byte[16])).isEqualTo("0".repeat(32));
        assertThat(DataFormat.value(new Floating("float", 4), bytes(0, 0, 192, 63))).isEqualTo(1.5);
    }

    @Test
    void shouldRefuseFewerBytesThanTheTypeHas() {
        assertThatThrownBy(() -> DataFormat.value(new Array(U32, 3), new byte[11]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("unsigned int[3] has 12 bytes: length=11");
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "127, 127", "128, -128"})
    void shouldReadACharacterAsANumber(int stored, long expected) {
        assertThat(DataFormat.value(CHAR, bytes(stored))).isEqualTo(expected);
    }

    private static Enumeration state(Encoding encoding) {
        return new Enumeration("state", 4, encoding,
                List.of(new Constant("NEW", 0), new Constant("OPEN", 2), new Constant("BROKEN", -1)));
    }

    private static byte[] bytes(int... values) {
        var bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
