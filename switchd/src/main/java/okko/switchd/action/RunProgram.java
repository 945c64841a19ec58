package okko.switchd.action;

import okko.switchd.packet.DropReason;
import okko.switchd.packet.Packet;
import okko.switchd.packet.PacketProgram;

/** Runs a program on the packet and does what it says. */
public final class RunProgram extends Step {

    private static final Step DONE = new End(DropReason.PROGRAM_DROP);
    private static final Step DROPPED = new Drop(DropReason.PROGRAM_DROP);
    private static final Step ABORTED = new Drop(DropReason.PROGRAM_ABORTED);

    private final PacketProgram program;
    private final boolean isWriter;
    private final Step next;
    private final Step toController;

    /**
     * Makes the step.
     *
     * @param program      of this thread
     * @param next         what comes after it if the program lets the packet go on
     * @param toController what sends the packet to the controllers and ends its way
     */
    public RunProgram(PacketProgram program, Step next, Step toController) {
        this.program = program;
        this.isWriter = program.effects().movesEnds() || !program.effects().written().isEmpty();
        this.next = next;
        this.toController = toController;
    }

    @Override
    public Step run(Packet packet, ActionExecutor executor) {
        if (isWriter) {
            executor.settle(packet);
        }
        return switch (program.run(packet)) {
            case PASS_ON -> next;
            case DROP -> DROPPED;
            case ABORTED -> ABORTED;
            case OUTPUT -> {
                executor.output(packet.chosenPort, packet);
                yield DONE;
            }
            case RETURN -> {
                executor.sendTo(packet.inPort, packet);
                yield DONE;
            }
            case CONTROLLER -> toController;
        };
    }
}
