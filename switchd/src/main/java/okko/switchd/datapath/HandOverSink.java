package okko.switchd.datapath;

import okko.ringshm.pool.PacketPool;
import okko.switchd.packet.Batch;
import okko.switchd.packet.DropCounters;
import okko.switchd.packet.DropReason;
import okko.switchd.packet.Sink;

/**
 * Sends packets to another datapath thread, since the port is that thread's. What finds no room is dropped and counted
 * by the thread that sends.
 */
final class HandOverSink implements Sink {

    private final HandOver queue;
    private final Doorbell doorbell;
    private final PacketPool pool;
    private final DropCounters drops;
    private final boolean isFlooded;

    /**
     * Begins to send.
     *
     * @param queue    to the other thread
     * @param doorbell of the other thread
     * @param pool     as this thread sees it
     * @param drops    of this thread
     * @param isFlooded whether floods reach what the other thread sends by
     */
    HandOverSink(HandOver queue, Doorbell doorbell, PacketPool pool, DropCounters drops, boolean isFlooded) {
        this.queue = queue;
        this.doorbell = doorbell;
        this.pool = pool;
        this.drops = drops;
        this.isFlooded = isFlooded;
    }

    @Override
    public boolean isFlooded() {
        return isFlooded;
    }

    @Override
    public void send(Batch batch) {
        int room = queue.room(batch.size);
        for (int i = 0; i < room; i++) {
            queue.put(batch, i, i);
        }
        if (room > 0) {
            queue.publish(room);
            doorbell.ring();
        }
        if (room < batch.size) {
            drops.add(DropReason.HAND_OVER_FULL, batch.size - room);
            for (int i = room; i < batch.size; i++) {
                pool.release(batch.buffer[i]);
            }
        }
        batch.clear();
    }
}
