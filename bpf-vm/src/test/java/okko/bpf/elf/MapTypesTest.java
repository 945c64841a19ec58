package okko.bpf.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import okko.bpf.btf.DataFormat;
import okko.bpf.image.Abi;
import okko.bpf.image.MapDetails;
import okko.bpf.image.ProgramImage;
import okko.bpf.map.MapDefinition;
import okko.bpf.map.MapType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an object tells of its maps: definitions of all kinds, and the types of keys and values. */
class MapTypesTest {

    private static final String SOME = "okko.bpf.elf.Objects#someCompilers";

    @ParameterizedTest
    @MethodSource(SOME)
    void shouldReadMapsAsTheyWereBeforeBtf(String target) throws Exception {
        byte[] object = Objects.read("legacy-maps", target);
        ProgramImage image = ElfLoader.load(object, null, null);

        assertThat(image.abi()).isEqualTo(Abi.XDP);
        assertThat(image.maps()).containsExactly(
                new MapDefinition("ports", MapType.HASH, 2, 8, 50),
                new MapDefinition("slots", MapType.ARRAY, 4, 8, 3));
    }

    @ParameterizedTest
    @MethodSource(SOME)
    void shouldLoadAnOrdinaryXdpObject(String target) throws Exception {
        ProgramImage image = ElfLoader.load(Objects.read("stock", target), null, null);

        assertThat(image.name()).isEqualTo("xdp_block");
        assertThat(image.maps()).filteredOn(map -> !map.isGlobalData()).containsExactly(
                new MapDefinition("by_protocol", MapType.PER_THREAD_ARRAY, 4, 16, 256),
                new MapDefinition("blocked", MapType.HASH, 4, 1, 1000));
        MapDetails details = image.details(image.maps().getFirst());
        assertThat(details.key().text()).isEqualTo("__u32");
        assertThat(DataFormat.value(details.value(), new byte[] {1, 0, 0, 0, 0, 0, 0, 0, 66, 0, 0, 0, 0, 0, 0, 0}))
                .isEqualTo(Map.of("packets", 1L, "bytes", 66L));
    }

    @ParameterizedTest
    @MethodSource(SOME)
    void shouldReadValuesOfEveryType(String target) throws Exception {
        ProgramImage image = ElfLoader.load(Objects.read("types", target), "look_up", null);
        MapDetails things = image.details(image.maps().getFirst());
        ByteBuffer bytes = Objects.fields(new byte[things.value().sizeBytes()]);
        bytes.putInt(0, -5).putLong(8, -1).put(16, "eth0".getBytes()).put(24, new byte[] {1, 2, 3, 4, 5, (byte) 255});
        bytes.put(30, (byte) -7).putInt(32, 5);
        bytes.putShort(36, (short) 443).put(38, (byte) 1).putShort(40, (short) 80);
        bytes.putInt(44, 0x0100007f).putInt(60, 0x1234_0005 | 0x1ff << 7);
        bytes.putLong(64, 0x1000).putShort(72, (short) 9).putFloat(76, 1.5f).putDouble(80, -0.25);
        bytes.putLong(96, 7).putLong(104, 1).put(112, (byte) 7).putLong(120, 0x20).putInt(136, 1).putInt(156, -6);

        assertThat(things.key().text()).isEqualTo("struct node");
        assertThat(things.value().text()).isEqualTo("struct everything");
        @SuppressWarnings("unchecked")
        var value = (Map<String, Object>) DataFormat.value(things.value(), bytes.array());
        assertThat(value)
                .containsEntry("balance", -5L)
                .containsEntry("huge", new BigInteger("18446744073709551615"))
                .containsEntry("name", "eth0")
                .containsEntry("mac", List.of(1L, 2L, 3L, 4L, 5L, 255L))
                .containsEntry("level", -7L)
                .containsEntry("state", "OPEN")
                .containsEntry("ends", List.of(Map.of("port", 443L, "used", true), Map.of("port", 80L, "used", false)))
                .containsEntry("low", 5L)
                .containsEntry("middle", 511L)
                .containsEntry("high", 0x1234L)
                .containsEntry("list", "0x1000")
                .containsEntry("fixed", Map.of("port", 9L, "used", false))
                .containsEntry("ratio", 1.5)
                .containsEntry("share", -0.25)
                .containsEntry("product", BigInteger.ONE.shiftLeft(64).add(BigInteger.valueOf(7)))
                .containsEntry("callback", "0x20")
                .containsEntry("handle", "0x0")
                .containsEntry("matrix", List.of(List.of(1L, 0L, 0L), List.of(0L, 0L, -6L)));
        assertThat(value.get("address")).asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
                .containsEntry("v4", 0x0100007fL);
    }

    @ParameterizedTest
    @MethodSource(SOME)
    void shouldTypeTheVariablesOfASection(String target) throws Exception {
        ProgramImage image = ElfLoader.load(Objects.read("xdp-stats", target), "xdp_counted", null);
        MapDefinition data = image.maps().stream().filter(map -> map.name().equals(".data")).findFirst().orElseThrow();

        assertThat(DataFormat.value(image.details(data).value(), data.contents()))
                .isEqualTo(Map.of("total", 7L, "table", List.of(1L, 2L, 3L, 4L)));
    }

    @ParameterizedTest
    @MethodSource(SOME)
    void shouldRefuseAddressesOfDataInData(String target) {
        assertThatThrownBy(() -> ElfLoader.load(Objects.read("types", target), "address", null))
                .isInstanceOf(ElfException.class)
                .hasMessage("section .data, offset 0: address of tree; only addresses of functions may be in data");
    }

    @ParameterizedTest
    @MethodSource(SOME)
    void shouldKeepWhatTheCompilerKnowsOfOwnTypes(String target) throws Exception {
        byte[] object = Objects.read("core", target);

        assertThat(ElfLoader.load(object, "own_type", null).maps()).hasSize(1);
        assertThatThrownBy(() -> ElfLoader.load(object, "flavour", null)).hasMessage("pc 1: relocation of kind "
                + "byte_off for type task___old needs the types of a running kernel, there is none");
        assertThatThrownBy(() -> ElfLoader.load(object, "kernel_id", null)).hasMessage("pc 0: relocation of kind "
                + "target_type_id for type own needs the types of a running kernel, there is none");
    }

    @ParameterizedTest
    @MethodSource(SOME)
    void shouldNeedTheTypesOfMapsThatTypesDefine(String target) {
        byte[] object = Objects.read("stock", target);
        Objects.fields(object).putInt(Objects.sectionHeader(object, Objects.section(object, ".BTF")), 0);

        assertThatThrownBy(() -> ElfLoader.load(object, null, null))
                .hasMessage("map by_protocol: section .maps needs BTF, which clang writes with -g");
    }
}
