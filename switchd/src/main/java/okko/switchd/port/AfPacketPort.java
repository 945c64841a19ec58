package okko.switchd.port;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okko.ringshm.idle.WakeUps;
import okko.ringshm.kernel.KernelException;
import okko.ringshm.kernel.LinkQuery;
import okko.ringshm.kernel.LinkStatus;
import okko.ringshm.kernel.PacketSocket;
import okko.ringshm.pool.PacketPool;
import okko.switchd.packet.Batch;
import okko.switchd.packet.PortCounters;
import okko.switchd.packet.Sink;
import okko.switchd.packet.Source;

/**
 * A Linux network interface by raw packet sockets, one for each receive queue; the kernel spreads the flows over them.
 * A thread that has a queue sends by the same socket.
 *
 * <p>If the interface goes away, sending drops and receiving counts errors; when it only goes down and comes up again
 * the port works again.
 */
public final class AfPacketPort implements InterfacePort {

    private final PortCounters counters = new PortCounters();
    private final List<AfPacketQueue> queues = new ArrayList<>();
    private final AfPacketQueue first;
    private final String interfaceName;
    private final int interfaceIndex;
    private final CoalescingOff coalescing;

    private AfPacketPort(LinkStatus link, int number, List<PacketPool> pools, List<PacketSocket> sockets) {
        interfaceName = link.name();
        interfaceIndex = sockets.getFirst().interfaceIndex();
        for (int i = 0; i < sockets.size(); i++) {
            queues.add(new AfPacketQueue(
                    link, number, pools.get(i), sockets.get(i), i == 0 ? counters : counters.part()));
        }
        first = queues.getFirst();
        coalescing = CoalescingOff.of(interfaceName);
    }

    /**
     * Opens the port.
     *
     * @param interfaceName of an existing interface
     * @param number        OpenFlow number of the port
     * @param pools         of the thread of each receive queue
     * @return the port
     * @throws KernelException if there is no such interface or no permission, or if it is down and there are to be
     *                         several queues
     */
    public static AfPacketPort open(String interfaceName, int number, List<PacketPool> pools) throws KernelException {
        LinkStatus link = LinkQuery.require(interfaceName);
        return new AfPacketPort(
                link, number, pools, PacketSocket.openAll(interfaceName, Batch.CAPACITY, pools.size()));
    }

    @Override
    public List<Source> queues() {
        List<Source> sources = new ArrayList<>(queues);
        sources.set(0, this);
        return sources;
    }

    @Override
    public Optional<Sink> furtherSink(PacketPool pool) {
        return queues.stream().filter(queue -> queue.pool() == pool).<Sink>map(queue -> queue).findFirst();
    }

    @Override
    public void fill() {
        queues.forEach(AfPacketQueue::fill);
    }

    @Override
    public int receive(Batch batch) {
        return first.receive(batch);
    }

    @Override
    public void prepareToSleep(WakeUps wakeUps) {
        first.prepareToSleep(wakeUps);
    }

    @Override
    public void send(Batch batch) {
        first.send(batch);
    }

    @Override
    public PortCounters counters() {
        return counters;
    }

    @Override
    public int heldReferences() {
        return queues.stream().mapToInt(AfPacketQueue::heldReferences).sum();
    }

    @Override
    public String interfaceName() {
        return interfaceName;
    }

    @Override
    public int interfaceIndex() {
        return interfaceIndex;
    }

    @Override
    public Map<String, Object> details() {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("interface", interfaceName);
        details.put("queues", queues.size());
        details.put("receiveErrors", queues.stream().mapToLong(AfPacketQueue::receiveErrors).sum());
        return details;
    }

    @Override
    public void close() {
        queues.forEach(AfPacketQueue::close);
        coalescing.restore();
    }

    @Override
    public void drain() {
        queues.forEach(AfPacketQueue::drain);
    }
}
