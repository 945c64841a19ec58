package okko.switchd.program;

import okko.bpf.engine.BpfFault;
import okko.bpf.engine.BpfFunction;
import okko.bpf.engine.RunContext;
import okko.bpf.image.Abi;
import okko.bpf.verify.Footprint;
import okko.switchd.packet.Packet;
import okko.switchd.packet.PacketProgram;
import okko.switchd.packet.PacketRoom;

/**
 * A BPF program among the actions of a rule. In Oko's ABI it returns 1 to pass the packet on, as in P4rt-OVS, and says
 * by helpers what else is to become of it; in that of XDP its result is one of Linux's {@code enum xdp_action}.
 */
final class BpfPacketProgram implements PacketProgram {

    private static final int OKO_PASS = 1;
    private static final int XDP_DROP = 1;
    private static final int XDP_PASS = 2;
    private static final int XDP_TX = 3;
    private static final int XDP_REDIRECT = 4;

    /** A packet's receive queue is not known behind its port. */
    private static final int QUEUE = 0;

    private final BpfFunction function;
    private final RunContext context;
    private final Abi abi;
    private final Effects effects;
    private final FilterRuns counters;
    private final PacketRoom room;

    BpfPacketProgram(BpfFunction function, Abi abi, Effects effects, FilterRuns counters, PacketRoom room) {
        this.function = function;
        this.context = function.context();
        this.abi = abi;
        this.effects = effects;
        this.counters = counters;
        this.room = room;
    }

    /** What a program may do to a packet, as the verifier found. */
    static Effects effects(Footprint footprint) {
        return new Effects(BpfFilter.ranges(footprint.packetWritten()), footprint.movesPacket(),
                footprint.beyond().contains(Footprint.Beyond.METADATA)
                        || footprint.beyond().contains(Footprint.Beyond.OTHER_PROGRAM));
    }

    @Override
    public Verdict run(Packet packet) {
        context.arrivedAt(packet.inPort, QUEUE);
        context.metadata(packet.metadata);
        if (effects.movesEnds()) {
            context.room(room.headBytes(packet), room.tailBytes(packet));
        }
        long result;
        try {
            result = function.run(packet.address, packet.lengthBytes);
        } catch (BpfFault _) {
            counters.faulted(); // it exceeded its instruction budget
            return Verdict.ABORTED;
        }
        packet.metadata = context.metadata();
        if (effects.movesEnds()) {
            packet.address = context.packet();
            packet.lengthBytes = (int) context.lengthBytes();
        }
        Verdict verdict = abi == Abi.XDP ? xdpVerdict((int) result) : okoVerdict(result);
        packet.chosenPort = context.outputPort();
        counters.ran(verdict == Verdict.DROP || verdict == Verdict.ABORTED ? 0 : 1);
        return verdict;
    }

    private Verdict okoVerdict(long result) {
        if (result != OKO_PASS) {
            return Verdict.DROP;
        }
        if (context.isForController()) {
            return Verdict.CONTROLLER;
        }
        return context.outputPort() == RunContext.NO_PORT ? Verdict.PASS_ON : Verdict.OUTPUT;
    }

    private Verdict xdpVerdict(int result) {
        return switch (result) {
            case XDP_DROP -> Verdict.DROP;
            case XDP_PASS -> Verdict.PASS_ON;
            case XDP_TX -> Verdict.RETURN;
            case XDP_REDIRECT -> context.outputPort() == RunContext.NO_PORT ? Verdict.ABORTED : Verdict.OUTPUT;
            default -> Verdict.ABORTED; // XDP_ABORTED, and what Linux does not know either
        };
    }

    @Override
    public Effects effects() {
        return effects;
    }

    @Override
    public void close() {
        function.close();
    }
}
