package okko.switchd.action;

import java.util.List;
import okko.switchd.flow.Action;
import okko.switchd.flow.FlowKey;
import okko.switchd.packet.Packet;
import okko.switchd.packet.PacketInReason;

/** Sends a copy of the packet's beginning to the controllers. */
public final class ToController extends Step {

    private final Occasion occasion;
    private final Action.Controller how;
    private final Step next;

    /** As in the words of a key: those that every packet has that comes here. */
    private final long[] registers = new long[FlowKey.REGISTER_COUNT / 2];

    /**
     * Why a packet is sent to the controllers.
     *
     * @param reason    that they are told
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
        for (int i = 0; i < occasion.registers.size(); i++) {
            registers[i] = occasion.registers.get(i);
        }
    }

    @Override
    public Step run(Packet packet, ActionExecutor executor) {
        executor.toController(this, packet);
        return next;
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
