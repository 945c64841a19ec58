package okko.switchd.port;

import okko.ringshm.pool.PacketPool;

/** Buffers that a port takes all at once, before it begins. */
final class Reservation {

    private Reservation() {}

    /**
     * Takes buffers, or none.
     *
     * @param pool  of the thread that calls
     * @param count how many
     * @param need  to begin a message with
     * @return the buffers, each with one reference
     * @throws IllegalStateException if there are not so many
     */
    static int[] of(PacketPool pool, int count, String need) {
        int[] buffers = new int[count];
        for (int i = 0; i < count; i++) {
            buffers[i] = pool.allocate();
            if (buffers[i] == PacketPool.NO_BUFFER) {
                for (int taken = 0; taken < i; taken++) {
                    pool.release(buffers[taken]);
                }
                throw new IllegalStateException(need + ", the pool has " + i + " free; raise pool.buffers");
            }
        }
        return buffers;
    }
}
