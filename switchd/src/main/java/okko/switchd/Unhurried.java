package okko.switchd;

import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NanoClock;

/**
 * Lets an agent work only now and then, for the sake of those that share its thread: some look at their sockets by a
 * system call each time that they are asked, and a tool that adds flows waits for each answer meanwhile.
 */
final class Unhurried implements Agent {

    /** Short beside what a person or a processor notices, long beside a system call. */
    private static final long PERIOD_NS = TimeUnit.MICROSECONDS.toNanos(200);

    private final Agent agent;
    private final NanoClock clock;
    private long nextNs;

    /**
     * Restrains an agent.
     *
     * @param agent that can wait
     * @param clock says when it has waited long enough
     */
    Unhurried(Agent agent, NanoClock clock) {
        this.agent = agent;
        this.clock = clock;
        nextNs = clock.nanoTime();
    }

    @Override
    public void onStart() {
        agent.onStart();
    }

    @Override
    public int doWork() throws Exception {
        long nowNs = clock.nanoTime();
        if (nowNs - nextNs < 0) {
            return 0;
        }
        nextNs = nowNs + PERIOD_NS;
        return agent.doWork();
    }

    @Override
    public void onClose() {
        agent.onClose();
    }

    @Override
    public String roleName() {
        return agent.roleName();
    }
}
