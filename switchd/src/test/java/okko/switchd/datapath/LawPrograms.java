package okko.switchd.datapath;

import java.util.List;
import okko.ringshm.wire.NetworkOrder;
import okko.switchd.flow.Field;
import okko.switchd.packet.ByteRanges;
import okko.switchd.packet.Packet;
import okko.switchd.packet.PacketProgram;
import okko.switchd.packet.PacketProgram.Effects;
import okko.switchd.packet.PacketProgram.Verdict;

/** The programs that rules of the law run, each once on frames and once on the model's packets. */
final class LawPrograms {

    private static final int IPV4 = 0x0800;

    /** How often the one has run that decides by that. */
    private int runs;

    /** What the fourth program decides next. */
    private Verdict decide() {
        runs++;
        return runs % 5 == 0 ? Verdict.OUTPUT : runs % 3 == 0 ? Verdict.DROP : Verdict.PASS_ON;
    }

    Verdict run(int number, LawPacket packet) {
        switch (number) {
            case 1 -> packet.set(Field.DL_DST, packet.value(Field.DL_DST) + 1, 3);
            case 2 -> packet.set(Field.NW_DST, ~packet.value(Field.NW_DST), 1);
            case 3 -> {
                if (packet.tags.isEmpty()) {
                    packet.set(Field.NW_DST, ~packet.value(Field.NW_DST), 1);
                }
            }
            default -> {
                packet.metadata = packet.metadata + 1 & 3;
                return decide();
            }
        }
        return Verdict.PASS_ON;
    }

    PacketProgram program(int number) {
        return switch (number) {
            case 1 -> program(range(0, 6), false, packet -> {
                long destination = NetworkOrder.u48(packet.address);
                NetworkOrder.put48(packet.address, destination & ~3 | destination + 1 & 3);
                return Verdict.PASS_ON;
            });
            case 2 -> program(range(14, 80), false, packet -> {
                long at = packet.address + 12;
                while (NetworkOrder.u16(at) == 0x8100) {
                    at += 4;
                }
                if (NetworkOrder.u16(at) == IPV4) {
                    NetworkOrder.put8(at + 21, NetworkOrder.u8(at + 21) ^ 1);
                }
                return Verdict.PASS_ON;
            });
            case 3 -> program(range(30, 34), false, packet -> {
                if (NetworkOrder.u16(packet.address + 12) == IPV4) {
                    NetworkOrder.put8(packet.address + 33, NetworkOrder.u8(packet.address + 33) ^ 1);
                }
                return Verdict.PASS_ON;
            });
            default -> program(ByteRanges.NONE, true, packet -> {
                packet.metadata = packet.metadata + 1 & 3;
                packet.chosenPort = 2;
                return decide();
            });
        };
    }

    private static ByteRanges range(int from, int end) {
        return new ByteRanges(List.of(new ByteRanges.Range(from, end)));
    }

    private interface Body {

        Verdict run(Packet packet);
    }

    private static PacketProgram program(ByteRanges written, boolean setsMetadata, Body body) {
        return new PacketProgram() {
            @Override
            public Verdict run(Packet packet) {
                return body.run(packet);
            }

            @Override
            public Effects effects() {
                return new Effects(written, false, setsMetadata);
            }
        };
    }
}
