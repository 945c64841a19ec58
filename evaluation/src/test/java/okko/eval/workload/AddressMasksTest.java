package okko.eval.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AddressMasksTest {

    @Test
    void shouldGiveEveryCopyAddressesOfItsOwn() {
        Set<Integer> hosts = IntStream.rangeClosed(1, 8).mapToObj(host -> 0x0a01_0000 | host)
                .collect(Collectors.toSet());

        List<Integer> masks = AddressMasks.draw(hosts, 500, new Random(3));

        Set<Integer> images = new HashSet<>();
        masks.forEach(mask -> hosts.forEach(host -> images.add(AddressMasks.apply(host, mask))));
        assertThat(images).hasSize(8 * 500).allMatch(address -> address >>> 16 == 0x0a01);
    }

    @Test
    void shouldLeaveTheRecordingItselfAsTheFirstCopy() {
        assertThat(AddressMasks.draw(Set.of(1, 2), 3, new Random(1)).getFirst()).isZero();
    }

    @Test
    void shouldLeaveAddressesOfNoHostAlone() {
        assertThat(AddressMasks.apply(0xffff_ffff, 0x1234)).isEqualTo(0xffff_ffff);
        assertThat(AddressMasks.apply(0xe000_0001, 0x1234)).isEqualTo(0xe000_0001);
        assertThat(AddressMasks.apply(0, 0x1234)).isZero();
    }

    @Test
    void shouldRefuseWhenThereIsNoRoomForSoManyCopies() {
        Set<Integer> hosts = IntStream.range(0, 256).mapToObj(host -> 0x0a01_0000 | host).collect(Collectors.toSet());

        assertThatThrownBy(() -> AddressMasks.draw(hosts, 400, new Random(1)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("too many hosts");
    }
}
