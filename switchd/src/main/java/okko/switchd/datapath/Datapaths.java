package okko.switchd.datapath;

import java.util.List;
import java.util.function.BooleanSupplier;
import okko.switchd.classify.Tables;
import okko.switchd.datapath.DatapathStats.Count;
import okko.switchd.packet.DropReason;
import okko.switchd.packet.Sink;

/**
 * All datapath threads of a switch. Each does all of a packet's way by itself; they share the pool of buffers and the
 * tables, which do not change. What a packet has to be handed over for is a port that belongs to another thread.
 *
 * <p>Methods that change something are for when all threads stand still, or have not begun.
 */
public final class Datapaths {

    private final List<DatapathAgent> agents;

    /** By asked and by asking thread: the ways of packets that come back with answers. */
    private final Sink[][] homeward;

    /**
     * Joins threads.
     *
     * @param agents by the number of their thread
     */
    public Datapaths(List<DatapathAgent> agents) {
        this.agents = List.copyOf(agents);
        homeward = new Sink[agents.size()][agents.size()];
        for (DatapathAgent asked : agents) {
            for (DatapathAgent asking : agents) {
                if (asked != asking) {
                    homeward[asked.thread()][asking.thread()] = asking.answersFrom(asked);
                }
            }
        }
    }

    /** {@return the threads' agents, by number} */
    public List<DatapathAgent> agents() {
        return agents;
    }

    /**
     * Adds a port; packets for its number go to it from now on.
     *
     * @param port whose number and name no other port has
     */
    public void addPort(ThreadedPort port) {
        DatapathAgent own = agents.get(port.thread());
        own.sendBy(port.number(), port.sink());
        for (DatapathAgent other : agents) {
            if (other != own) {
                Sink sink = port.sinks().apply(other.thread());
                if (sink != null) {
                    other.sendBy(port.number(), sink);
                } else {
                    own.takeOver(port.number(), port.sink(), other);
                }
            }
        }
        for (ThreadedPort.Queue queue : port.queues()) {
            agents.get(queue.thread()).receiveFrom(receiving(port, queue));
        }
    }

    private DatapathPort receiving(ThreadedPort port, ThreadedPort.Queue queue) {
        boolean sorts = agents.size() > 1 && queue.source().bringsAnswers();
        int thread = queue.thread();
        return new DatapathPort(port.number(), port.name(),
                sorts ? new AnswerSource(queue.source(), thread, homeward[thread], agents.get(thread).batchLimit())
                        : queue.source(),
                port.sink());
    }

    /**
     * Removes a port; it is not polled any more, and packets for its number are dropped.
     *
     * @param number of the port; nothing happens if there is none
     */
    public void removePort(int number) {
        agents.forEach(agent -> agent.removePort(number));
    }

    /**
     * Replaces all rules at once.
     *
     * @param tables with filters for all threads
     */
    public void replaceTables(Tables tables) {
        agents.forEach(agent -> agent.replaceTables(tables));
    }

    /**
     * Receives from one port alone, until that is over; what comes in by other ports waits there. So what is on its way
     * through that port, and between threads, is done before anything else begins.
     *
     * @param port       number of it
     * @param thread     that it belongs to
     * @param isOver     asked by that thread again and again; must come true within moments, whatever the port gives
     * @param afterwards done by that thread then, before anything else is received
     */
    public void finish(int port, int thread, BooleanSupplier isOver, Runnable afterwards) {
        Finish finish = new Finish(port, thread, isOver, afterwards);
        agents.forEach(agent -> agent.finish(finish));
    }

    /** {@return packets that are on their way from one thread to another; a recent answer while they are at work} */
    public int handedOver() {
        // Answers first: a packet that is asked about once more has arrived before it is gone from there.
        int answered = agents.stream().mapToInt(DatapathAgent::answered).sum();
        return answered + agents.stream().mapToInt(DatapathAgent::arrived).sum();
    }

    /**
     * Counts packets that ended between two ports.
     *
     * @param reason why
     * @return packets so far, on all threads
     */
    public long drops(DropReason reason) {
        return agents.stream().mapToLong(agent -> agent.drops().packets(reason)).sum();
    }

    /** {@return packets that controllers sent, on all threads} */
    public long injected() {
        return agents.stream().mapToLong(agent -> agent.stats().count(Count.INJECTED)).sum();
    }

    /** {@return packets that action lists with several outputs added, on all threads} */
    public long copies() {
        return agents.stream().mapToLong(agent -> agent.stats().count(Count.COPIES)).sum();
    }
}
