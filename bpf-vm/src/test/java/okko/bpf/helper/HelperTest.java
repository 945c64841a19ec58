package okko.bpf.helper;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import okko.bpf.image.Abi;
import okko.bpf.map.MapType;
import org.junit.jupiter.api.Test;

/** The table itself: what a reader of the specifications may count on. */
class HelperTest {

    @Test
    void shouldGiveEachNumberAndNameOnce() {
        var numbers = new HashSet<String>();
        var symbols = new HashSet<String>();
        for (Helper helper : Helper.values()) {
            assertThat(numbers.add(helper.abi() + " " + helper.number())).as(helper.symbol()).isTrue();
            assertThat(symbols.add(helper.symbol())).as(helper.symbol()).isTrue();
            assertThat(Helper.byNumber(helper.abi(), helper.number())).isSameAs(helper);
            assertThat(Helper.bySymbol(helper.symbol())).isSameAs(helper);
        }
        assertThat(Helper.byNumber(Abi.OKO, 11)).isNull();
        assertThat(Helper.bySymbol("bpf_no_such_helper")).isNull();
    }

    /** {@code bpf-helpers(7)} and {@code enum bpf_func_id}. */
    @Test
    void shouldNumberHelpersAsLinuxDoes() {
        assertThat(numbersOf(Abi.XDP)).containsExactly(
                1, 2, 3, 5, 6, 7, 8, 12, 23, 28, 44, 65, 87, 88, 89, 125, 130, 131, 132, 133, 134, 160, 188, 189, 190, 195);
        assertThat(Helper.bySymbol("bpf_trace_printk").number()).isEqualTo(6);
        assertThat(Helper.bySymbol("bpf_csum_diff").number()).isEqualTo(28);
        assertThat(Helper.bySymbol("bpf_xdp_adjust_tail").number()).isEqualTo(65);
        assertThat(Helper.bySymbol("bpf_ringbuf_reserve").number()).isEqualTo(131);
        assertThat(Helper.bySymbol("bpf_map_lookup_percpu_elem").number()).isEqualTo(195);
    }

    @Test
    void shouldNumberHelpersAsOkoDoes() {
        assertThat(numbersOf(Abi.OKO)).containsExactly(1, 2, 3, 4, 5, 6, 7, 9, 64, 65, 66, 67);
    }

    /** An engine passes r1 to r5; a size describes the memory before it; a helper is about one map at most. */
    @Test
    void shouldHaveSoundSignatures() {
        Set<Argument> sized = EnumSet.of(Argument.BYTES, Argument.BYTES_OR_NULL, Argument.BYTES_OUT);
        Set<Argument> sizes = EnumSet.of(Argument.SIZE, Argument.SIZE_OR_ZERO);
        for (Helper helper : Helper.values()) {
            List<Argument> arguments = helper.arguments();
            assertThat(arguments).as(helper.symbol()).hasSizeLessThanOrEqualTo(5);
            assertThat(arguments.stream().filter(Argument::isMap).count()).as(helper.symbol()).isLessThanOrEqualTo(1);
            for (int i = 0; i < arguments.size(); i++) {
                boolean isSized = sized.contains(arguments.get(i));
                boolean isFollowedBySize = i + 1 < arguments.size() && sizes.contains(arguments.get(i + 1));
                assertThat(isSized).as("%s, r%d", helper.symbol(), i + 1).isEqualTo(isFollowedBySize);
            }
            boolean needsMap = Arrays.asList(Argument.MAP_KEY, Argument.MAP_VALUE, Argument.MAP_VALUE_OUT).stream()
                    .anyMatch(arguments::contains);
            assertThat(needsMap && helper.mapArgument() == 0).as(helper.symbol()).isFalse();
        }
    }

    @Test
    void shouldTellWhatACallBringsAbout() {
        assertThat(Arrays.stream(Helper.values()).filter(Helper::mayEndRun))
                .containsExactly(Helper.BPF_TAIL_CALL, Helper.UNWIND);
        assertThat(Arrays.stream(Helper.values()).filter(Helper::movesPacket))
                .containsExactly(Helper.BPF_XDP_ADJUST_HEAD, Helper.BPF_XDP_ADJUST_TAIL);
    }

    @Test
    void shouldTakeEachKindOfMapSomewhere() {
        var taken = EnumSet.noneOf(MapType.class);
        for (Argument argument : Argument.values()) {
            taken.addAll(argument.mapTypes());
        }
        assertThat(taken).containsExactly(MapType.values());
    }

    private static List<Integer> numbersOf(Abi abi) {
        return Arrays.stream(Helper.values()).filter(helper -> helper.abi() == abi).map(Helper::number).sorted().toList();
    }
}
