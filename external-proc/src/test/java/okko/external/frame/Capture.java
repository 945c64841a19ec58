package okko.external.frame;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The committed capture, read the short way: its format is known and its contents are trusted. */
public final class Capture {

    private static final Path FILE = Path.of("../evaluation/src/main/traffic/tcp-mix.pcap");
    private static final int FILE_HEADER_BYTES = 24;
    private static final int TIME_BYTES = 8;

    private Capture() {}

    public static List<byte[]> frames() throws IOException {
        ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(FILE)).order(ByteOrder.LITTLE_ENDIAN);
        file.position(FILE_HEADER_BYTES);
        List<byte[]> frames = new ArrayList<>();
        while (file.hasRemaining()) {
            file.position(file.position() + TIME_BYTES);
            byte[] frame = new byte[file.getInt()];
            file.getInt();
            file.get(frame);
            frames.add(frame);
        }
        return frames;
    }
}
