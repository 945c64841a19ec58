package okko.switchd.action;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import okko.switchd.flow.Action;
import okko.switchd.flow.Field;
import okko.switchd.flow.Match;
import okko.switchd.flow.Octets;
import okko.switchd.packet.DropReason;
import okko.switchd.packet.PacketIn;
import okko.switchd.packet.PacketInReason;
import org.agrona.concurrent.SystemNanoClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Packets on their way to the controllers. */
class ControllerQueueTest {

    private static final byte[] FRAME = HexFormat.of().parseHex("020000000002020000000001" + "88b5" + "17".repeat(50));
    private static final Step WAY = toController(3, 0xc00c1e, 16, FrameBench.toPortTwo());

    private static final Match IN_PORT_1 = Match.ANY.with(Field.IN_PORT, 1);

    private final ControllerQueue queue = new ControllerQueue();
    private final List<PacketIn> taken = new ArrayList<>();
    private FrameBench bench;

    private static Step toController(int table, long cookie, int maxBytes, Step next) {
        return new ToController(new ToController.Occasion(PacketInReason.ACTION, table, cookie, List.of()),
                new Action.Controller(maxBytes), next);
    }

    @BeforeEach
    void createBench() throws Exception {
        bench = new FrameBench(new SharedState(new AddressTable(1), queue, Mirrors.NONE, SystemNanoClock.INSTANCE));
    }

    @AfterEach
    void closeBench() {
        bench.close();
    }

    @Test
    void shouldTellWhatTheRuleSaidAndTheBeginningOfThePacket() {
        queue.listen(true);
        assertThat(bench.runToOnePort(FRAME, WAY)).isEqualTo(FRAME);
        assertThat(queue.take(taken::add, 10)).isEqualTo(1);
        PacketIn packet = taken.getFirst();
        assertThat(HexFormat.of().formatHex(packet.frame())).isEqualTo("020000000002020000000001" + "88b5" + "1717");
        assertThat(packet).usingRecursiveComparison().ignoringFields("frame")
                .isEqualTo(new PacketIn(IN_PORT_1, PacketInReason.ACTION, 3, 0xc00c1e, 16, 0, Octets.NONE, 64, null));
    }

    @Test
    void shouldTellThePacketAsItWasThen() {
        queue.listen(true);
        bench.run(FRAME, new PushVlan(0x8100, 5,
                toController(0, 0, 1_500, new PopVlan(FrameBench.toPortTwo()))));
        queue.take(taken::add, 10);
        assertThat(HexFormat.of().formatHex(taken.getFirst().frame())).startsWith("020000000002020000000001" + "81000005");
        assertThat(taken.getFirst().frame()).hasSize(68);
    }

    @Test
    void shouldDropUnderItsNameWhenNobodyListens() {
        bench.runToOnePort(FRAME, WAY);
        queue.listen(true);
        queue.listen(false);
        bench.runToOnePort(FRAME, WAY);
        assertThat(bench.drops().packets(DropReason.NO_CONTROLLER)).isEqualTo(2);
        assertThat(queue.take(taken::add, 10)).isZero();
    }

    @Test
    void shouldDropUnderItsNameWhenControllersAreTooSlow() {
        queue.listen(true);
        Step alone = toController(0, 0, 1_500, new End(DropReason.FLOW_DROP));
        int count = 30_000;
        for (int i = 0; i < count; i++) {
            bench.run(FRAME, alone);
        }
        long dropped = bench.drops().packets(DropReason.CONTROLLER_FULL);
        assertThat(dropped).isPositive();
        assertThat(bench.drops().total()).isEqualTo(dropped);
        int inQueue = 0;
        for (int more = -1; more != 0; inQueue += more) {
            more = queue.take(_ -> { }, 100);
        }
        assertThat(inQueue + dropped).isEqualTo(count);
    }
}
