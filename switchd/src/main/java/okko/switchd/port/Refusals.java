package okko.switchd.port;

import java.util.Map;
import okko.ringshm.pool.PacketPool;
import okko.switchd.packet.Batch;
import okko.switchd.packet.DropCounters;
import okko.switchd.packet.DropReason;

/**
 * What becomes of the packets that a processor cannot take: dropped, or led around it, as the port's policy says.
 * Confined to the datapath thread.
 */
final class Refusals {

    private final BypassQueue queue = new BypassQueue();
    private final int number;
    private final RingPolicy.WhenSlow policy;
    private final PacketPool pool;
    private final DropCounters drops;
    private final DropCounters bypassed = new DropCounters();

    /**
     * Begins with none.
     *
     * @param drops  of the port
     * @param number of the port, by which bypassed packets come in
     * @param policy of the port
     * @param pool   of the switch
     */
    Refusals(DropCounters drops, int number, RingPolicy.WhenSlow policy, PacketPool pool) {
        this.number = number;
        this.policy = policy;
        this.pool = pool;
        this.drops = drops;
    }

    /**
     * Takes packets over. Those on a bypass that is full are dropped for the same reason.
     *
     * @param batch  that they are in
     * @param from   index of the first of them; all behind it are
     * @param reason why the processor cannot take them
     */
    void refuse(Batch batch, int from, DropReason reason) {
        if (from == batch.size) {
            return;
        }
        int next = from;
        if (policy instanceof RingPolicy.Bypass) {
            while (next < batch.size && queue.offer(batch, next)) {
                next++;
            }
            bypassed.add(reason, next - from);
        }
        drops.add(reason, batch.size - next);
        for (; next < batch.size; next++) {
            pool.release(batch.buffer[next]);
        }
    }

    /** Hands out packets that have gone around the processor, as if it had returned them, as far as there is room. */
    void reenter(Batch batch) {
        if (queue.size() > 0 && policy instanceof RingPolicy.Bypass(int result)) {
            queue.drainTo(batch, number, result);
        }
    }

    /** {@return packets that are on their way around the processor} */
    int waiting() {
        return queue.size();
    }

    /** {@return packets that were led around the processor, by the reason for which they would have been dropped} */
    Map<String, Long> bypassed() {
        return bypassed.byLabel();
    }

    /** Releases all packets that wait. */
    void close() {
        queue.clear(pool);
    }
}
