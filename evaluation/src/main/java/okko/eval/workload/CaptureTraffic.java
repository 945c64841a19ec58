package okko.eval.workload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import okko.ringshm.capture.Capture;
import okko.ringshm.pool.PoolConfig;

/** The packets of a user's capture, byte for byte and in order, as far as every place can take them. */
public final class CaptureTraffic {

    /** All of them are pre-loaded by every switch: this many take some 40 MB each, and a ring can hold them all. */
    public static final int MOST_PACKETS = 16_000;

    /** A switch drops what is shorter than an Ethernet header, and evaluates no program on it. */
    private static final int SHORTEST_BYTES = 14;

    private static final long MOST_FILE_BYTES = 128 << 20;

    private CaptureTraffic() {}

    /**
     * Reads a capture. Frames that no buffer of a switch holds are left out, as are those behind the first
     * {@link #MOST_PACKETS}; {@link Traffic#source} says so.
     *
     * @param file pcap or pcapng, Ethernet
     * @return its packets
     * @throws IOException if it is no capture, or holds no packet that can be used; the message is one line
     */
    public static Traffic read(Path file) throws IOException {
        if (Files.isRegularFile(file) && Files.size(file) > MOST_FILE_BYTES) {
            throw new IOException(String.format(Locale.ROOT,
                    "%s: %,d bytes; at most %,d are read: editcap -r %s part.pcap 1-%d cuts it", file,
                    Files.size(file), MOST_FILE_BYTES, file, MOST_PACKETS));
        }
        Capture capture = Capture.read(file);
        int longest = PoolConfig.standard().dataRoomBytes();
        List<byte[]> usable = new ArrayList<>(capture.size());
        for (int i = 0; i < capture.size(); i++) {
            if (capture.frame(i).length >= SHORTEST_BYTES && capture.frame(i).length <= longest) {
                usable.add(capture.frame(i));
            }
        }
        if (usable.isEmpty()) {
            throw new IOException(capture.size() == 0 ? file + ": holds no packet" : file + ": none of its "
                    + capture.size() + " packets has " + SHORTEST_BYTES + " to " + longest + " bytes");
        }
        List<byte[]> taken = usable.subList(0, Math.min(usable.size(), MOST_PACKETS));
        return Traffic.of(source(file, capture.size(), usable.size(), longest), taken, 0);
    }

    private static String source(Path file, int captured, int usable, int longest) {
        StringBuilder source = new StringBuilder().append(file.getFileName()).append(", as captured");
        if (usable > MOST_PACKETS) {
            source.append(String.format(Locale.ROOT, ", the first %,d packets", MOST_PACKETS));
        }
        if (usable < captured) {
            source.append(String.format(Locale.ROOT, ", without %,d of fewer than %d or more than %,d bytes",
                    captured - usable, SHORTEST_BYTES, longest));
        }
        return source.toString();
    }
}
