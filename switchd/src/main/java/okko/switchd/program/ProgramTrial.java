package okko.switchd.program;

import java.util.Optional;
import okko.bpf.engine.BpfFunction;
import okko.bpf.program.BpfProgram;
import okko.switchd.packet.Filter;
import okko.switchd.packet.PacketProgram;
import okko.switchd.packet.PacketRoom;
import okko.switchd.packet.Placement;

/**
 * A program that is tried out, as a filter and as an action, on one copy of what its maps hold. For one thread; to be
 * closed.
 */
public final class ProgramTrial implements AutoCloseable {

    private final BpfFunction function;
    private final FilterRuns runs = new FilterRuns();
    private final Filter filter;
    private final PacketProgram action;

    ProgramTrial(BpfProgram program, PacketRoom room) {
        function = program.newTrial();
        filter = new BpfFilter(function, runs, new Placement(), Optional.empty());
        action = new BpfPacketProgram(function, program.image().abi(),
                BpfPacketProgram.effects(program.analysis().footprint()), runs, room);
    }

    /** {@return the program as a filter, wherever its original runs} */
    public Filter filter() {
        return filter;
    }

    /** {@return the program as an action} */
    public PacketProgram action() {
        return action;
    }

    /** {@return how often it was broken off because it took too many instructions} */
    public long faults() {
        return runs.faults();
    }

    @Override
    public void close() {
        function.close();
    }
}
