package okko.bpf.elf;

import static okko.bpf.elf.ObjectBuilder.ALLOC;
import static okko.bpf.elf.ObjectBuilder.CODE;
import static okko.bpf.elf.ObjectBuilder.GLOBAL_FUNCTION;
import static okko.bpf.elf.ObjectBuilder.GLOBAL_OBJECT;
import static okko.bpf.elf.ObjectBuilder.PROGBITS;
import static okko.bpf.elf.ObjectBuilder.WRITE_ALLOC;
import static okko.bpf.elf.ObjectBuilder.little;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import okko.bpf.asm.Disassembler;
import okko.bpf.image.Abi;
import okko.bpf.image.ProgramImage;
import okko.bpf.isa.Instruction.CallLocal;
import okko.bpf.isa.Instruction.LoadImmediate;
import okko.bpf.isa.Reg;
import okko.bpf.map.MapDefinition;
import okko.bpf.map.MapType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** References of which no compiler at hand makes an example. */
class LinkerTest {

    private static final int WEAK = 0x20;
    private static final int UNDEFINED = 0;
    private static final int SECTION_SYMBOL = 3;

    private final ObjectBuilder builder = new ObjectBuilder();

    @Test
    void shouldPutWeakVariablesThatNobodyProvidesAtZero() throws Exception {
        ProgramImage image = ElfLoader.load(loading(builder.symbol("maybe", WEAK, UNDEFINED, 0, 0), 1), null, null);

        assertThat(image.code().at(0)).isEqualTo(new LoadImmediate(new Reg(0), 0));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 10})
    void shouldCallHelpersBySymbolWithRelocationsOldAndNew(int type) throws Exception {
        ByteBuffer code = little(16).putLong(0xffff_ffff_0000_0085L).putLong(0x95);
        int section = builder.section(".text", PROGBITS, CODE, code.array());
        builder.symbol("entry", GLOBAL_FUNCTION, section, 0, 16);
        builder.relocations(section, type, 0, builder.symbol("ubpf_time_get_ns", 0x10, UNDEFINED, 0, 0));

        assertThat(Disassembler.listing(ElfLoader.load(builder.build(), null, null).code(), Abi.OKO))
                .contains("call ubpf_time_get_ns");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 10})
    void shouldRefuseOtherRelocationsOfLoads(int type) {
        int data = builder.section(".data", PROGBITS, WRITE_ALLOC, new byte[8]);

        assertThatThrownBy(() -> ElfLoader.load(
                loading(builder.symbol("v", GLOBAL_OBJECT, data, 0, 8), type), null, null))
                .hasMessage("entry+0: bad relocation type " + type);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 4, 8, 10, 0,  20, MAP", "4, 4, 8, 10, 0,  0, MAP", "4, 4, 8, 10, 0,  24, DATA",
        "5, 4, 8, 10, 0,  20, DATA", "0, 4, 8, 10, 0,  20, DATA", "1, 4, 0, 10, 0, 20, DATA",
        "1, 4, 8, 0, 0,  20, DATA", "1, 4, 8, 10, 99, 20, DATA"})
    void shouldTakeForOkosMapWhatCouldBeOneWhereNoTypesTell(
            int type, int keyBytes, int valueBytes, int maxEntries, int hashFunctions, long size, String expected)
            throws Exception {
        byte[] words = little(24).putInt(type).putInt(keyBytes).putInt(valueBytes).putInt(maxEntries)
                .putInt(hashFunctions).array();
        int data = builder.section(".data", PROGBITS, WRITE_ALLOC, words);
        byte[] object = loading(builder.symbol("m", GLOBAL_OBJECT, data, 0, size), 1);

        MapDefinition map = ElfLoader.load(object, null, null).maps().getFirst();

        assertThat(map.isGlobalData()).isEqualTo(expected.equals("DATA"));
        assertThat(ElfLoader.load(object, null, Abi.XDP).maps().getFirst().isGlobalData()).isTrue();
    }

    @Test
    void shouldFindMapsThatNoSymbolNames() throws Exception {
        int data = builder.section(".data", PROGBITS, WRITE_ALLOC,
                little(20).putInt(1).putInt(4).putInt(8).putInt(2).array());

        assertThat(ElfLoader.load(loading(builder.symbol("", 3, data, 0, 0), 1), null, null).maps())
                .containsExactly(new MapDefinition(".data+0", MapType.ARRAY, 4, 8, 2));
    }

    @Test
    void shouldRefuseAddressesOutsideOfTheirSection() {
        int data = builder.section(".rodata", PROGBITS, ALLOC, new byte[8]);
        byte[] object = loading(builder.symbol("end", GLOBAL_OBJECT, data, 8, 0), 1);

        assertThatThrownBy(() -> ElfLoader.load(object, null, null))
                .hasMessage("entry+0: offset 8 is outside of section .rodata of 8 bytes");
    }

    @Test
    void shouldRefuseAddressesBetweenFunctions() {
        byte[] object = loading(builder.symbol("inside", 0, 4, 8, 0), 1);

        assertThatThrownBy(() -> ElfLoader.load(object, null, null))
                .hasMessage("entry+0 refers to offset 8 of section .text, where no function begins");
    }

    @Test
    void shouldCopyCalleesWithTheirCallerWhenOneSymbolNamesAllCode() throws Exception {
        ByteBuffer code = little(48).putLong(0x95)
                .putLong(1L << 32 | 0x1085).putLong(0x95)
                .putLong(3L << 32 | 0x1085).putLong(7L << 32 | 0xb7).putLong(0x95);
        int section = builder.section(".text", PROGBITS, CODE, code.array());
        builder.symbol("other", GLOBAL_FUNCTION, section, 0, 8);
        builder.symbol("main", GLOBAL_FUNCTION, section, 8, 40);
        builder.relocations(section, 10, 24, builder.symbol("", SECTION_SYMBOL, section, 0, 0));

        assertThat(ElfLoader.load(builder.build(), "main", null).code().at(0)).isEqualTo(new CallLocal(2));
        assertThat(ElfLoader.load(builder.build(), "main", null).code().at(2)).isEqualTo(new CallLocal(3));
    }

    @Test
    void shouldRefuseCallsBehindTheFunctionWhereNoOtherBegins() {
        ByteBuffer code = little(24).putLong(1L << 32 | 0x1085).putLong(0x95).putLong(0x95);
        builder.symbol("main", GLOBAL_FUNCTION, builder.section(".text", PROGBITS, CODE, code.array()), 0, 16);

        assertThatThrownBy(() -> ElfLoader.load(builder.build(), "main", null))
                .hasMessage("main+0 refers to offset 16 of section .text, where no function begins");
    }

    @Test
    void shouldPreferNoFunctionToAnotherWhenAllCallEachOther() throws Exception {
        ByteBuffer code = little(32).putLong(1L << 32 | 0x1085).putLong(0x95).putLong(-3L << 32 | 0x1085).putLong(0x95);
        int section = builder.section(".text", PROGBITS, CODE, code.array());
        builder.symbol("ping", GLOBAL_FUNCTION, section, 0, 16);
        builder.symbol("pong", GLOBAL_FUNCTION, section, 16, 16);

        assertThat(ElfLoader.programs(builder.build())).extracting(ElfProgram::name).containsExactly("ping", "pong");
    }

    @ParameterizedTest
    @CsvSource({"xdp, XDP", "xdp/drop, XDP", "xdp.frags, XDP", "xdp_pass, XDP", "?xdp, XDP", "xdplike, OKO",
        "filter, OKO", ".text, OKO", "socket/xdp, OKO"})
    void shouldTellTheAbiByTheSection(String section, Abi expected) throws Exception {
        int code = builder.section(section, PROGBITS, CODE, little(16).putLong(0xb7).putLong(0x95).array());
        builder.symbol("entry", GLOBAL_FUNCTION, code, 0, 16);

        assertThat(ElfLoader.programs(builder.build())).containsExactly(new ElfProgram("entry", section, expected));
        assertThat(ElfLoader.load(builder.build(), null, null).abi()).isEqualTo(expected);
    }

    /** A program that loads the address of a symbol into r0; its code is section 4 if there is no other before. */
    private byte[] loading(int symbol, int relocationType) {
        byte[] code = little(24).putLong(0x18).putLong(0).putLong(0x95).array();
        int section = builder.section(".text", PROGBITS, CODE, code);
        builder.symbol("entry", GLOBAL_FUNCTION, section, 0, 24);
        builder.relocations(section, relocationType, 0, symbol);
        return builder.build();
    }
}
