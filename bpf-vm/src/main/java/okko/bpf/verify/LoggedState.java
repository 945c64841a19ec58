package okko.bpf.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the verifier knew before an instruction, as text. A number that is not known has a name, {@code a} to {@code z},
 * where two things are made of it; the same letter in another state is another number.
 *
 * @param registers what each register holds that may still be read, by name of the register, in their order; without
 *                  r10, which always holds the end of the stack
 * @param stack     what is known of the stack's bytes, {@code stack[-8, 0) = packet + 14}, of the function's own first
 * @param packet    what is known of the packet's length, {@code at least 34 bytes}; empty if nothing is
 * @param reserved  pcs of the reservations whose records are still to be given back
 */
public record LoggedState(Map<String, String> registers, List<String> stack, String packet, List<Integer> reserved) {

    /** {@return the state on one line} */
    public String text() {
        var parts = new ArrayList<String>();
        registers.forEach((register, value) -> parts.add(register + " = " + value));
        stack.forEach(parts::add);
        if (!packet.isEmpty()) {
            parts.add("packet has " + packet);
        }
        reserved.forEach(pc -> parts.add("record of pc " + pc + " is held"));
        return parts.isEmpty() ? "nothing is known" : String.join("; ", parts);
    }
}
