package okko.switchd.port;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import okko.ringshm.capture.Capture;
import okko.ringshm.capture.CaptureWriter;
import okko.ringshm.capture.FrameWriter;
import okko.ringshm.capture.PcapngWriter;
import okko.ringshm.idle.WakeUps;
import okko.ringshm.pool.PacketPool;
import okko.switchd.packet.Batch;
import okko.switchd.packet.DropReason;
import okko.switchd.packet.PortCounters;
import org.agrona.BufferUtil;
import org.agrona.UnsafeApi;

/**
 * Capture files as a port: receives each frame of one file once, as fast as they are asked for, and writes each frame
 * that it is sent to another: in classic form, or as pcapng if the file is so called. Written frames are all in the
 * file when the port has been closed; if the file takes no more, frames are dropped from then on.
 */
public final class PcapPort implements Port {

    private final PortCounters counters = new PortCounters();
    private final PacketPool pool;
    private final int number;
    private final Capture input;
    private final FrameWriter output;
    private boolean outputFailed;
    private int next;

    private PcapPort(PacketPool pool, int number, Capture input, FrameWriter output) {
        this.pool = pool;
        this.number = number;
        this.input = input;
        this.output = output;
    }

    /**
     * Opens the port.
     *
     * @param files  which; either may be missing
     * @param number OpenFlow number of the port
     * @param pool   for packets
     * @return the port
     * @throws IOException if a file cannot be read or created, or is not a capture; no file was created then
     */
    public static PcapPort open(PortSpec.Pcap files, int number, PacketPool pool) throws IOException {
        Capture input = files.read() == null ? null : Capture.read(files.read());
        return new PcapPort(pool, number, input, files.write() == null ? null : writer(files.write(), number));
    }

    /** A file's name says how it is to be written; when it is read its first bytes do. */
    private static FrameWriter writer(Path file, int number) throws IOException {
        return file.toString().endsWith(".pcapng")
                ? PcapngWriter.create(file).frames("port-" + number)
                : CaptureWriter.create(file);
    }

    @Override
    public int receive(Batch batch) {
        if (input == null || next == input.size()) {
            return 0;
        }
        int first = next;
        long bytes = 0;
        while (next < input.size() && !batch.isFull()) {
            byte[] frame = input.frame(next);
            if (frame.length > pool.maxFrameBytes()) {
                counters.drops().add(DropReason.TOO_LONG, 1);
            } else {
                int buffer = pool.allocate();
                if (buffer == PacketPool.NO_BUFFER) {
                    break; // a file can wait
                }
                long address = pool.dataAddress(buffer) + pool.headroomBytes();
                UnsafeApi.copyMemory(frame, BufferUtil.ARRAY_BASE_OFFSET, null, address, frame.length);
                batch.add(buffer, address, frame.length, number, 0);
            }
            bytes += frame.length;
            next++;
        }
        counters.received(next - first, bytes);
        return batch.size;
    }

    @Override
    public void prepareToSleep(WakeUps wakeUps) {
        if (input != null && next < input.size()) {
            wakeUps.noLongerThan(0);
        }
    }

    @Override
    public void send(Batch batch) {
        int size = batch.size;
        long bytes = 0;
        int sent = 0;
        long nowNs = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
        for (int i = 0; i < size; i++) {
            if (write(nowNs, batch.address[i], batch.lengthBytes[i])) {
                bytes += batch.lengthBytes[i];
                sent++;
            }
            pool.release(batch.buffer[i]);
        }
        counters.sent(sent, bytes);
        if (sent < size) {
            counters.drops().add(DropReason.TRANSMIT_FAILED, size - sent);
        }
        batch.clear();
    }

    /** {@return whether the frame was taken; it is not when the disk is full, for instance} */
    private boolean write(long timestampNs, long address, int lengthBytes) {
        if (output == null || outputFailed) {
            return output == null;
        }
        try {
            output.write(timestampNs, address, lengthBytes);
            return true;
        } catch (IOException _) {
            outputFailed = true; // behind a gap the file would be no capture any more
            return false;
        }
    }

    @Override
    public PortCounters counters() {
        return counters;
    }

    @Override
    public int heldReferences() {
        return 0;
    }

    @Override
    public Map<String, Object> details() {
        return Map.of("framesToRead", input == null ? 0 : input.size());
    }

    @Override
    public void close() {
        if (output != null) {
            try {
                output.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
