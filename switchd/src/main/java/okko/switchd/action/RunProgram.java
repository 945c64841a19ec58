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
    private final UsualLayout layout;
    private final Step next;
    private final Step nextIfUnusual;
    private final Step toController;

    /**
     * Makes the step.
     *
     * @param program       of this thread
     * @param layout        of the frames that {@code next} is for
     * @param next          what comes after it if the program lets the packet go on
     * @param nextIfUnusual what comes after it then if the frame had another layout before
     * @param toController  what sends the packet to the controllers and ends its way
     */
    public RunProgram(PacketProgram program, UsualLayout layout, Step next, Step nextIfUnusual, Step toController) {
        this.program = program;
        PacketProgram.Effects effects = program.effects();
        this.isWriter = effects.movesEnds() || effects.setsMetadata() || !effects.written().isEmpty();
        this.layout = layout;
        this.next = next;
        this.nextIfUnusual = nextIfUnusual;
        this.toController = toController;
    }

    @Override
    public Step run(Packet packet, ActionExecutor executor) {
        if (isWriter) {
            executor.settle(packet);
        }
        boolean isUsual = layout.fits(packet);
        PacketProgram.Verdict verdict = program.run(packet);
        if (isWriter) {
            packet.networkOffset = Packet.NOT_PARSED;
        }
        return switch (verdict) {
            case PASS_ON -> isUsual ? next : nextIfUnusual;
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
