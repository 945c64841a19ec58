package okko.switchd.action;

import okko.switchd.packet.Filter;
import okko.switchd.packet.Packet;
import okko.switchd.packet.Placement;

/**
 * Asks a filter and goes one way or the other. If its program runs in a processor, the packet is sent there with this
 * step as the question, and goes on when it comes back. A pure filter is not asked again what it has just answered.
 */
public final class AskFilter extends Step implements Away {

    /** What a program answers for a match, in the switch as elsewhere. */
    private static final int MATCH = 1;

    private final Filter filter;
    private final Placement placement;
    private final long generation;
    private final Continuation continuation;
    private final Step match;
    private final Step otherwise;

    /** Of a pure filter; {@code null} for most. */
    private final LastAnswer last;

    /**
     * Makes the step.
     *
     * @param filter       of the rule, and of this thread
     * @param generation   of the tables that it was translated from
     * @param continuation what remains to be done, from the look-up on that found the rule
     * @param match        what comes after a match
     * @param otherwise    what comes after anything else
     */
    public AskFilter(Filter filter, long generation, Continuation continuation, Step match, Step otherwise) {
        this.filter = filter;
        this.placement = filter.placement();
        this.generation = generation;
        this.continuation = continuation;
        this.match = match;
        this.otherwise = otherwise;
        this.last = filter.dependsOnlyOn().map(LastAnswer::of).orElse(null);
    }

    @Override
    public Step run(Packet packet, ActionExecutor executor) {
        if (packet.answered == placement) {
            packet.answered = null; // it has answered for this packet, to rules that are no more
            return packet.answer ? match : otherwise;
        }
        if (last != null && last.isKnown(packet)) {
            return last.answer() ? match : otherwise;
        }
        executor.countFilterRun();
        if (!placement.isInSwitch()) {
            executor.ask(placement.port(), this, packet);
            return null;
        }
        boolean matches = filter.matches(packet.address, packet.lengthBytes);
        if (last != null) {
            last.remember(packet, matches);
        }
        return matches ? match : otherwise;
    }

    /** {@return the one that was lent: a filter leaves packets alone, and its processor is trusted with no more} */
    @Override
    public Frame frame() {
        return Frame.AS_LENT;
    }

    /** Takes the answer; if the tables are others by now, it holds for the first rule that asks the same program. */
    @Override
    public Step comeBack(Packet packet, int answer) {
        packet.answered = placement;
        packet.answer = answer == MATCH;
        filter.answered(packet.answer);
        return packet.answer ? match : otherwise;
    }

    @Override
    public long generation() {
        return generation;
    }

    @Override
    public Continuation continuation() {
        return continuation;
    }

    @Override
    public String toString() {
        return filter + " ? (" + match + ") : (" + otherwise + ")";
    }
}
