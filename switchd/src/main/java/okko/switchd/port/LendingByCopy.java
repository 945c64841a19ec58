package okko.switchd.port;

import java.util.Arrays;
import okko.ringshm.layout.PacketDescriptor;
import okko.ringshm.pool.PacketPool;
import okko.ringshm.ring.RingProducer;
import okko.switchd.packet.Batch;
import org.agrona.UnsafeApi;

/**
 * Lends copies, in buffers that the switch and this one processor map and nobody else. What comes back is copied once,
 * into a buffer that the processor has never seen, before anybody looks at its bytes: they cannot change afterwards.
 * That is the packet's own buffer, which stays here meanwhile, so that no packet comes back and finds none free.
 *
 * <p>Both pools have buffers of one geometry, so a frame has the same offset in both.
 */
final class LendingByCopy implements Lending {

    private final Loans loans;
    private final PacketPool copies;
    private final PacketPool pool;
    /** By buffer of the copies: the packet's own buffer; none for a packet that the processor originated. */
    private final int[] original;
    private int originals;
    private long copied;

    /**
     * Begins to lend.
     *
     * @param loans of the attachment's own pool
     * @param pool  of the switch
     * @param quota most buffers that the processor may hold
     */
    LendingByCopy(Loans loans, PacketPool pool, int quota) {
        PacketPool own = loans.pool();
        if (own.bufferCount() < quota || own.maxFrameBytes() != pool.maxFrameBytes()) {
            throw new IllegalArgumentException("a pool for copies must have the quota's buffers, of the switch's size:"
                    + " quota=" + quota + ", bufferCount=" + own.bufferCount() + ", maxFrameBytes="
                    + own.maxFrameBytes() + " instead of " + pool.maxFrameBytes());
        }
        this.loans = loans;
        this.pool = pool;
        copies = own;
        original = new int[own.bufferCount()];
        Arrays.fill(original, PacketPool.NO_BUFFER);
    }

    @Override
    public Loans loans() {
        return loans;
    }

    @Override
    public long lend(Batch batch, int index, RingProducer ring) {
        int buffer = batch.buffer[index];
        int lengthBytes = batch.lengthBytes[index];
        int offsetBytes = (int) (batch.address[index] - pool.dataAddress(buffer));
        int copy = copies.allocate(); // there is one: the quota has not been used up
        long word0 = PacketDescriptor.word0(copy, offsetBytes, lengthBytes);
        // Lent before shared memory is touched: if a page of it fails, the packet is one that the processor has.
        original[copy] = buffer;
        originals++;
        loans.lend(word0, (int) batch.metadata[index], batch.inPort[index], ring);
        UnsafeApi.copyMemory(batch.address[index], copies.dataAddress(copy) + offsetBytes, lengthBytes);
        copied++;
        return word0;
    }

    @Override
    public Admission admit(long word0, int inPort, int result, Batch batch) {
        int copy = PacketDescriptor.buffer(word0);
        int buffer = takeOriginal(copy);
        if (buffer == PacketPool.NO_BUFFER) {
            buffer = pool.allocate();
        }
        if (buffer == PacketPool.NO_BUFFER) {
            copies.release(copy);
            return Admission.NO_BUFFER;
        }
        int lengthBytes = PacketDescriptor.lengthBytes(word0);
        long address = pool.dataAddress(buffer) + PacketDescriptor.offsetBytes(word0);
        try {
            UnsafeApi.copyMemory(copies.frameAddress(word0), address, lengthBytes);
        } catch (InternalError e) { // a page of the shared memory has failed
            pool.release(buffer);
            throw e;
        } finally {
            copies.release(copy);
        }
        copied++;
        batch.add(buffer, address, lengthBytes, inPort, result);
        return Admission.IN_BATCH;
    }

    private int takeOriginal(int copy) {
        int buffer = original[copy];
        if (buffer != PacketPool.NO_BUFFER) {
            original[copy] = PacketPool.NO_BUFFER;
            originals--;
        }
        return buffer;
    }

    @Override
    public void release(long word0) {
        int copy = PacketDescriptor.buffer(word0);
        int buffer = takeOriginal(copy);
        if (buffer != PacketPool.NO_BUFFER) {
            pool.release(buffer);
        }
        copies.release(copy);
    }

    @Override
    public int reclaim() {
        for (int copy = 0; originals > 0; copy++) {
            int buffer = takeOriginal(copy);
            if (buffer != PacketPool.NO_BUFFER) {
                pool.release(buffer);
            }
        }
        return loans.reclaim();
    }

    @Override
    public int heldReferences() {
        return originals;
    }

    @Override
    public long copies() {
        return copied;
    }
}
