package okko.bpf.elf;

import static okko.bpf.elf.ObjectBuilder.CODE;
import static okko.bpf.elf.ObjectBuilder.GLOBAL_FUNCTION;
import static okko.bpf.elf.ObjectBuilder.GLOBAL_OBJECT;
import static okko.bpf.elf.ObjectBuilder.NOBITS;
import static okko.bpf.elf.ObjectBuilder.PROGBITS;
import static okko.bpf.elf.ObjectBuilder.WRITE_ALLOC;
import static okko.bpf.elf.ObjectBuilder.little;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import okko.bpf.elf.Loading.Outcome;
import okko.bpf.image.ProgramImage;
import okko.bpf.isa.Opcode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Objects made to cost as much as they can, each by another of the tables. */
class HostileObjectTest {

    private static final int STRUCT = 4 << 24;
    private static final int VARIABLE = 14 << 24;
    private static final byte[] EXIT = {(byte) 0xb7, 0, 0, 0, 0, 0, 0, 0, (byte) 0x95, 0, 0, 0, 0, 0, 0, 0};

    @Test
    void shouldLoadWhatTheBuilderWrites() throws Exception {
        ProgramImage image = ElfLoader.load(withEntry(new ObjectBuilder()).build(), null, null);

        assertThat(image.name()).isEqualTo("entry");
        assertThat(image.code().slots()).isEqualTo(2);
    }

    @Test
    void shouldRefuseTooLongAFile() {
        assertThatThrownBy(() -> ElfLoader.load(new byte[(8 << 20) + 1], null, null))
                .hasMessage("file has 8,388,609 bytes, at most 8,388,608 are allowed");
    }

    @Test
    void shouldBoundManyFunctionsWithLongNamesOverEachOther() {
        var builder = withEntry(new ObjectBuilder());
        int text = builder.text(filled(70_000));
        for (int i = 0; i < 60_000; i++) {
            builder.symbolAt(text + i, GLOBAL_FUNCTION, 4, i % 2 * 8, 8);
        }
        builder.text(new byte[1]);
        byte[] object = builder.build();

        assertThat(programs(object)).isEqualTo(Outcome.LOADED);
        assertThat(refusal(object, "none")).isEqualTo("object has no function none; it has entry, "
                + "x".repeat(512));
    }

    @Test
    void shouldBoundManyDistinctFunctions() {
        var builder = new ObjectBuilder();
        int code = builder.section(".text", PROGBITS, CODE, new byte[60_000 * 8]);
        int text = builder.text(filled(70_000));
        for (int i = 0; i < 60_000; i++) {
            builder.symbolAt(text + i, GLOBAL_FUNCTION, code, i * 8L, 8);
        }
        builder.text(new byte[1]);
        byte[] object = builder.build();

        assertThat(refusalOfPrograms(object))
                .isEqualTo("symbol name table: the names in use take more than 8,388,608 bytes");
        assertThat(refusal(object, "none"))
                .isEqualTo("symbol name table: the names in use take more than 8,388,608 bytes");
    }

    @Test
    void shouldRefuseMoreSymbolsThanAnyProgramHas() {
        var builder = withEntry(new ObjectBuilder());
        for (int i = 0; i < 65_536; i++) {
            builder.symbolAt(0, GLOBAL_OBJECT, 4, i, 1);
        }

        assertThat(refusal(builder.build(), null)).isEqualTo("more than 65536 symbols are not supported");
    }

    @Test
    void shouldRefuseCodeThatIsLookedAtManyTimes() {
        byte[] object = manySectionsOfTheSameCode();

        assertThat(refusalOfPrograms(object)).isEqualTo("sections of code lie over each other");
    }

    @Test
    void shouldRefuseGlobalDataOfHostileSize() {
        for (long size : new long[] {0, (1 << 20) + 1, Integer.MAX_VALUE, Long.MAX_VALUE, -1}) {
            var builder = new ObjectBuilder();
            int data = builder.section(".bss", NOBITS, WRITE_ALLOC, new byte[0], size, 0);
            int variable = builder.symbol("variable", GLOBAL_OBJECT, data, 0, 4);
            assertThat(refusal(withLoadsOf(builder, variable), null)).contains("section .bss");
        }
    }

    @Test
    void shouldBoundGlobalDataOfManySections() {
        var builder = new ObjectBuilder();
        var variables = new int[60];
        for (int i = 0; i < variables.length; i++) {
            int data = builder.section(".bss" + i, NOBITS, WRITE_ALLOC, new byte[0], 1 << 20, 0);
            variables[i] = builder.symbol("v" + i, GLOBAL_OBJECT, data, 0, 4);
        }

        assertThat(refusal(withLoadsOf(builder, variables), null))
                .isEqualTo("global data up to section .bss4 has 5,242,880 bytes, at most 4,194,304 are allowed");
    }

    @Test
    void shouldBoundReferencesToData() {
        var builder = new ObjectBuilder();
        int data = builder.section(".data", PROGBITS, WRITE_ALLOC, new byte[1 << 19]);
        var variables = new int[30_000];
        for (int i = 0; i < variables.length; i++) {
            variables[i] = builder.symbol("", GLOBAL_OBJECT, data, i * 4L, 4);
        }
        byte[] object = withLoadsOf(builder, variables);

        assertThat(Loading.measured("references", () -> ElfLoader.load(object, null, null))).isEqualTo(Outcome.LOADED);
    }

    @Test
    void shouldBoundLinesWithLongTextsOverEachOther() {
        int slots = 60_000;
        ByteBuffer records = little(16 * slots);
        for (int i = 0; i < slots; i++) {
            records.putInt(8 * i).putInt(1).putInt(7 + i).putInt(i << 10);
        }
        byte[] text = filled(70_000);
        System.arraycopy("\0.text\0".getBytes(StandardCharsets.UTF_8), 0, text, 0, 7);
        text[text.length - 1] = 0;
        var builder = new ObjectBuilder();
        byte[] code = new byte[8 * slots];
        for (int i = 0; i < slots - 1; i++) {
            code[8 * i] = (byte) 0xb7;
        }
        code[8 * (slots - 1)] = (byte) 0x95;
        int section = builder.section(".text", PROGBITS, CODE, code);
        builder.symbol("entry", GLOBAL_FUNCTION, section, 0, code.length);
        builder.section(".BTF", PROGBITS, 0, ObjectBuilder.btf(new byte[0], text));
        builder.section(".BTF.ext", PROGBITS, 0, ObjectBuilder.btfExtension(1, records.array()));

        assertThat(refusal(builder.build(), null))
                .isEqualTo("strings of .BTF: the names in use take more than 8,388,608 bytes");
    }

    @Test
    void shouldBoundTypesOfVeryManyVariables() {
        int variables = 200_000;
        ByteBuffer types = little(16 * variables);
        for (int i = 0; i < variables; i++) {
            types.putInt(1).putInt(VARIABLE).putInt(0).putInt(0);
        }

        assertThat(refusal(withMapOf(types.array()), null)).isEqualTo("map map: its type must be a struct");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 65_535})
    void shouldRefuseATypeThatContainsItself(int members) {
        ByteBuffer types = little(12 + 12 * members + 12 + 12 * 1 + 12 + 16);
        types.putInt(0).putInt(STRUCT | members).putInt(1 << 20);
        for (int i = 0; i < members; i++) {
            types.putInt(5).putInt(1).putInt(0);
        }
        pointerMember(types);

        assertThat(refusal(withMapOf(types.array()), null))
                .isEqualTo("BTF type 1 is more than 32 types deep, or contains itself");
    }

    @Test
    void shouldRefuseQualifiersThatGoInACircle() {
        ByteBuffer types = little(12 + 12 + 16);
        types.putInt(0).putInt(9 << 24).putInt(2);
        types.putInt(0).putInt(10 << 24).putInt(1);
        types.putInt(1).putInt(VARIABLE).putInt(1).putInt(0);

        assertThat(refusal(withMapOf(types.array()), null))
                .isEqualTo("BTF type 1 has more than 32 qualifiers, or goes in a circle");
    }

    @Test
    void shouldRefuseTypesLargerThanAnyMap() {
        ByteBuffer types = little(12 + 12 + 12 + 12 + 12 + 12 + 16);
        types.putInt(0).putInt(3 << 24).putInt(0).putInt(2).putInt(2).putInt(-1);
        types.putInt(0).putInt(16 << 24).putInt(8);
        types.putInt(0).putInt(STRUCT | 1).putInt(8).putInt(5).putInt(4).putInt(0);
        types.putInt(0).putInt(2 << 24).putInt(1);
        types.putInt(1).putInt(VARIABLE).putInt(3).putInt(0);

        assertThat(refusal(withMapOf(Arrays.copyOf(types.array(), types.position())), null))
                .isEqualTo("BTF type 1 has 34,359,738,360 bytes, at most 16,777,216 are allowed");
    }

    @Test
    void shouldRefuseUnknownKindsOfType() {
        assertThat(refusal(withMapOf(little(12).putInt(0).putInt(31 << 24).putInt(0).array()), null))
                .isEqualTo("BTF type 1 has unknown kind 31");
    }

    /** A struct whose member "key" points to type 1, and the map as a variable of that struct. */
    private static void pointerMember(ByteBuffer types) {
        types.putInt(0).putInt(STRUCT | 1).putInt(8).putInt(5).putInt(3).putInt(0);
        types.putInt(0).putInt(2 << 24).putInt(1);
        types.putInt(1).putInt(VARIABLE).putInt(2).putInt(0);
    }

    /** A program that uses a map of section .maps; "map" is at byte 1 of the type names, "key" at byte 5. */
    private static byte[] withMapOf(byte[] types) {
        var builder = new ObjectBuilder();
        builder.section(".BTF", PROGBITS, 0,
                ObjectBuilder.btf(types, "\0map\0key\0".getBytes(StandardCharsets.UTF_8)));
        int maps = builder.section(".maps", PROGBITS, WRITE_ALLOC, new byte[32]);
        return withLoadsOf(builder, builder.symbol("map", GLOBAL_OBJECT, maps, 0, 32));
    }

    private static ObjectBuilder withEntry(ObjectBuilder builder) {
        int code = builder.section(".text", PROGBITS, CODE, EXIT);
        builder.symbol("entry", GLOBAL_FUNCTION, code, 0, EXIT.length);
        return builder;
    }

    /** A program that loads the addresses of symbols. */
    private static byte[] withLoadsOf(ObjectBuilder builder, int... symbols) {
        ByteBuffer code = little(16 * symbols.length + EXIT.length);
        var relocations = new long[2 * symbols.length];
        for (int i = 0; i < symbols.length; i++) {
            relocations[2 * i] = code.position();
            relocations[2 * i + 1] = symbols[i];
            code.put((byte) Opcode.LDDW).position(16 * (i + 1));
        }
        code.put(EXIT);
        int section = builder.section(".text", PROGBITS, CODE, code.array());
        builder.symbol("entry", GLOBAL_FUNCTION, section, 0, code.capacity());
        builder.relocations(section, 1, relocations);
        return builder.build();
    }

    private static byte[] manySectionsOfTheSameCode() {
        var builder = new ObjectBuilder();
        for (int i = 0; i < 1_000; i++) {
            builder.section(".text", PROGBITS, CODE, i == 0 ? new byte[7 << 20] : new byte[0], 7 << 20, 0);
        }
        byte[] object = builder.build();
        long first = Objects.fields(object).getLong(Objects.sectionHeader(object, 4) + 24);
        for (int i = 0; i < 1_000; i++) {
            Objects.fields(object).putLong(Objects.sectionHeader(object, 4 + i) + 24, first);
        }
        return object;
    }

    private static byte[] filled(int bytes) {
        var filled = new byte[bytes];
        Arrays.fill(filled, (byte) 'x');
        return filled;
    }

    private static Outcome programs(byte[] object) {
        return Loading.measured("programs", () -> ElfLoader.programs(object));
    }

    private static String refusalOfPrograms(byte[] object) {
        var message = new String[1];
        Loading.measured("programs", () -> {
            try {
                ElfLoader.programs(object);
            } catch (ElfException refusal) {
                message[0] = refusal.getMessage();
                throw refusal;
            }
        });
        return message[0];
    }

    private static String refusal(byte[] object, String program) {
        var message = new String[1];
        Loading.measured("load", () -> {
            try {
                ElfLoader.load(object, program, null);
            } catch (ElfException refusal) {
                message[0] = refusal.getMessage();
                throw refusal;
            }
        });
        return message[0];
    }
}
