package okko.ringshm.region;

import java.io.IOException;
import okko.ringshm.pool.PacketPool;
import okko.ringshm.pool.PoolConfig;

/** Makes a pool of 100,000 buffers, 224 MB, or says why it cannot; for tests. */
final class PoolMaker {

    private PoolMaker() {}

    public static void main(String[] args) {
        try (PacketPool pool = PacketPool.create(new PoolConfig(100_000, 2048), HugePages.valueOf(args[0]), 1)) {
            System.out.println(pool.freeCount() + " buffers in " + pool.region().sizeBytes() + " bytes, "
                    + pool.region().pageSize());
        } catch (IOException e) {
            System.out.println(e.getMessage());
        }
    }
}
