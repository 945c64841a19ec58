package okko.switchd.action;

import okko.switchd.packet.Filter;
import okko.switchd.packet.Packet;
import okko.switchd.packet.Placement;
import okko.switchd.packet.Question;

/**
 * Asks a filter and goes one way or the other. If its program runs in a processor, the packet is sent there with this
 * step as the question, and goes on when it comes back.
 */
public final class AskFilter extends Step implements Question {

    private final Filter filter;
    private final Placement placement;
    private final int thread;
    private final long generation;
    private final Step match;
    private final Step otherwise;

    /**
     * Makes the step.
     *
     * @param filter     of the rule, and of this thread
     * @param thread     number of the datapath thread that the step is for
     * @param generation of the tables that it was translated from
     * @param match      what comes after a match
     * @param otherwise  what comes after anything else
     */
    public AskFilter(Filter filter, int thread, long generation, Step match, Step otherwise) {
        this.filter = filter;
        this.placement = filter.placement();
        this.thread = thread;
        this.generation = generation;
        this.match = match;
        this.otherwise = otherwise;
    }

    @Override
    public Step run(Packet packet, ActionExecutor executor) {
        if (packet.answered == placement) {
            packet.answered = null; // it has answered for this packet, to rules that are no more
            return packet.answer ? match : otherwise;
        }
        executor.countFilterRun();
        if (!placement.isInSwitch()) {
            executor.ask(placement.port(), this, packet);
            return null;
        }
        return filter.matches(packet.address, packet.lengthBytes) ? match : otherwise;
    }

    /**
     * Takes the answer of a processor.
     *
     * @param matches what it was
     * @return what comes next
     */
    public Step answered(boolean matches) {
        filter.answered(matches);
        return matches ? match : otherwise;
    }

    /** {@return where the program runs} */
    public Placement placement() {
        return placement;
    }

    @Override
    public int thread() {
        return thread;
    }

    /** {@return generation of the tables that this was translated from} */
    public long generation() {
        return generation;
    }
}
