package okko.switchd.action;

import java.util.List;
import okko.switchd.flow.Action;
import okko.switchd.flow.ControllerReason;
import okko.switchd.flow.FlowKey;
import okko.switchd.packet.Packet;
import okko.switchd.packet.PacketInReason;

/** Sends a copy of the packet's beginning to the controllers. */
public final class ToController extends Step {

    private final Occasion occasion;
    private final Action.Controller how;
    private final PacketInReason reason;
    private final byte[] userData;
    private final Step next;

    /** As in the words of a key: those that every packet has that comes here. */
    private final long[] registers = new long[FlowKey.REGISTER_COUNT / 2];

    /**
     * Why a packet is sent to the controllers.
     *
     * @param reason    that follows from where the action stands
     * @param table     of the rule that says so
     * @param cookie    of the rule that says so
     * @param registers words of a key; empty if all are 0
     */
    public record Occasion(PacketInReason reason, int table, long cookie, List<Long> registers) {

        /** Copies. */
        public Occasion {
            registers = List.copyOf(registers);
        }
    }

    /**
     * Makes the step.
     *
     * @param occasion why
     * @param how      what the action says
     * @param next     what comes after it
     */
    public ToController(Occasion occasion, Action.Controller how, Step next) {
        this.occasion = occasion;
        this.how = how;
        this.next = next;
        reason = how.reason() == ControllerReason.ACTION ? occasion.reason : reason(how.reason());
        userData = how.userData().toArray();
        for (int i = 0; i < occasion.registers.size(); i++) {
            registers[i] = occasion.registers.get(i);
        }
    }

    @Override
    public Step run(Packet packet, ActionExecutor executor) {
        executor.toController(this, packet);
        return next;
    }

    private static PacketInReason reason(ControllerReason named) {
        return switch (named) {
            case NO_MATCH -> PacketInReason.NO_MATCH;
            case ACTION -> PacketInReason.ACTION;
            case INVALID_TTL -> PacketInReason.INVALID_TTL;
            case ACTION_SET -> PacketInReason.ACTION_SET;
            case GROUP -> PacketInReason.GROUP;
            case PACKET_OUT -> PacketInReason.PACKET_OUT;
        };
    }

    /** {@return what the action names, or else what follows from where it stands} */
    PacketInReason reason() {
        return reason;
    }

    /** {@return what goes along with the packet; not to be changed} */
    byte[] userData() {
        return userData;
    }

    Occasion occasion() {
        return occasion;
    }

    Action.Controller how() {
        return how;
    }

    /** {@return words of the registers; not to be changed} */
    long[] registers() {
        return registers;
    }

    @Override
    public String toString() {
        return then("controller", next);
    }
}
