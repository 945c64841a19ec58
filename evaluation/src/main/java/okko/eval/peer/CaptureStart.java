package okko.eval.peer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Shortens captures: a switch writes them faster than one can stop it. */
final class CaptureStart {

    // Of a pcap file as libpcap writes it on a little-endian machine
    private static final int FILE_HEADER_BYTES = 24;
    private static final int FRAME_HEADER_BYTES = 16;
    private static final int CAPTURED_LENGTH_OFFSET = 8;

    private CaptureStart() {}

    /**
     * Leaves no more than the first frames in a pcap file.
     *
     * @param file   to shorten
     * @param frames to keep
     * @throws IOException if it has fewer, or cannot be written
     */
    static void cut(Path file, int frames) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long mapped = Math.min(channel.size(), Integer.MAX_VALUE);
            ByteBuffer bytes =
                    channel.map(FileChannel.MapMode.READ_ONLY, 0, mapped).order(ByteOrder.LITTLE_ENDIAN);
            long end = FILE_HEADER_BYTES;
            for (int frame = 0; frame < frames; frame++) {
                if (end + FRAME_HEADER_BYTES > bytes.limit()) {
                    throw new IOException(file + " has " + frame + " frames, not " + frames);
                }
                end += FRAME_HEADER_BYTES + bytes.getInt((int) end + CAPTURED_LENGTH_OFFSET);
            }
            channel.truncate(end);
        }
    }
}
