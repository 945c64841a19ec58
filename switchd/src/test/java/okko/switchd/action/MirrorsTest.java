package okko.switchd.action;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import okko.switchd.packet.DropReason;
import okko.switchd.packet.FlowCounters;
import org.junit.jupiter.api.Test;

/** Copies for ports that look on. */
class MirrorsTest {

    private static final String PLAIN = "020000000002020000000001" + "88b5" + "00".repeat(46);
    private static final String TAGGED = "020000000002020000000001" + "81000005" + "88b5" + "00".repeat(46);

    @Test
    void shouldCopyAPacketAsItCameInWhenItsPortIsMirrored() throws Exception {
        assertThat(run(new Mirrors.Mirror(Set.of(1), Set.of(), 4), new PushVlan(0x8100, 5, FrameBench.toPortTwo())))
                .containsExactlyInAnyOrder("4 " + PLAIN, "2 " + TAGGED);
    }

    @Test
    void shouldCopyAPacketAsItGoesOutWhenThatPortIsMirrored() throws Exception {
        assertThat(run(new Mirrors.Mirror(Set.of(), Set.of(2), 4), new PushVlan(0x8100, 5, FrameBench.toPortTwo())))
                .containsExactlyInAnyOrder("4 " + TAGGED, "2 " + TAGGED);
        assertThat(run(new Mirrors.Mirror(Set.of(), Set.of(2), 4), new Forward(new FlowCounters(), 2)))
                .containsExactlyInAnyOrder("4 " + PLAIN, "2 " + PLAIN);
    }

    @Test
    void shouldCopyOnceWhenInAndOutPortsAreMirroredToTheSamePort() throws Exception {
        assertThat(run(new Mirrors.Mirror(Set.of(1), Set.of(2, 3), 4),
                new Output(3, FrameBench.toPortTwo())))
                .containsExactlyInAnyOrder("4 " + PLAIN, "3 " + PLAIN, "2 " + PLAIN);
    }

    @Test
    void shouldCopyAPacketThatIsDropped() throws Exception {
        assertThat(run(new Mirrors.Mirror(Set.of(1), Set.of(), 4), new End(DropReason.FLOW_DROP)))
                .containsExactly("4 " + PLAIN);
    }

    @Test
    void shouldGoOnWhenThePortThatLooksOnIsGone() throws Exception {
        assertThat(run(new Mirrors.Mirror(Set.of(1), Set.of(), 9), FrameBench.toPortTwo()))
                .containsExactly("2 " + PLAIN);
    }

    private static List<String> run(Mirrors.Mirror mirror, Step first) throws Exception {
        try (FrameBench bench = new FrameBench(new SharedState(new Mirrors(List.of(mirror))))) {
            return bench.run(HexFormat.of().parseHex(PLAIN), first).stream()
                    .map(sent -> sent.port() + " " + HexFormat.of().formatHex(sent.frame()))
                    .toList();
        }
    }
}
