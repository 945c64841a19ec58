package okko.switchd.port;

import okko.ringshm.layout.PacketDescriptor;
import okko.ringshm.pool.PacketPool;
import okko.ringshm.ring.RingProducer;
import okko.switchd.packet.Batch;

/**
 * Lends the switch's own buffers: no packet is copied.
 *
 * @param loans of the switch's pool
 */
record LendingByReference(Loans loans) implements Lending {

    @Override
    public long lend(Batch batch, int index, RingProducer ring) {
        int buffer = batch.buffer[index];
        int offsetBytes = (int) (batch.address[index] - loans.pool().dataAddress(buffer));
        long word0 = PacketDescriptor.word0(buffer, offsetBytes, batch.lengthBytes[index]);
        loans.lend(word0, (int) batch.metadata[index], batch.inPort[index], ring);
        return word0;
    }

    @Override
    public Admission admit(long word0, int inPort, int result, Batch batch) {
        PacketPool pool = loans.pool();
        batch.add(PacketDescriptor.buffer(word0), pool.frameAddress(word0), PacketDescriptor.lengthBytes(word0),
                inPort, result);
        return Admission.IN_BATCH;
    }

    @Override
    public void release(long word0) {
        loans.pool().release(PacketDescriptor.buffer(word0));
    }

    @Override
    public int reclaim() {
        return loans.reclaim();
    }

    @Override
    public int heldReferences() {
        return 0;
    }

    @Override
    public long copies() {
        return 0;
    }
}
