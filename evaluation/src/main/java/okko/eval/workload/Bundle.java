package okko.eval.workload;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import okko.ringshm.capture.Capture;
import okko.ringshm.capture.CaptureWriter;

/** Files that come with the evaluation, and those that it makes of them. */
public final class Bundle {

    /** The recording that traffic is made of. */
    private static final String RECORDING = "/okko/eval/traffic/tcp-mix.pcap";
    private static final String OBJECTS = "/okko/eval/bpf/";
    private static final long NS_BETWEEN_FRAMES = 1_000;

    private Bundle() {}

    /**
     * Copies a BPF object out of the class path.
     *
     * @param name      {@code never.o} for instance
     * @param directory to put it into
     * @return the file
     * @throws IOException if there is none of that name, or it cannot be written
     */
    public static Path extractObject(String name, Path directory) throws IOException {
        return extract(OBJECTS + name, directory);
    }

    /**
     * Reads the recording.
     *
     * @param directory for a file in passing
     * @return its frames in order
     * @throws IOException if it cannot be read
     */
    public static List<byte[]> recording(Path directory) throws IOException {
        Path file = extract(RECORDING, directory);
        Capture capture = Capture.read(file);
        Files.delete(file);
        List<byte[]> frames = new ArrayList<>(capture.size());
        for (int i = 0; i < capture.size(); i++) {
            frames.add(capture.frame(i));
        }
        return frames;
    }

    /**
     * Writes traffic where the switches can read it.
     *
     * @param traffic to write
     * @param file    to create
     * @throws IOException if it cannot be written
     */
    public static void write(Traffic traffic, Path file) throws IOException {
        try (CaptureWriter writer = CaptureWriter.create(file)) {
            long timestampNs = 0;
            for (byte[] frame : traffic.frames()) {
                writer.write(timestampNs, frame);
                timestampNs += NS_BETWEEN_FRAMES;
            }
        }
    }

    private static Path extract(String resource, Path directory) throws IOException {
        Path file = directory.resolve(resource.substring(resource.lastIndexOf('/') + 1));
        try (InputStream contents = Bundle.class.getResourceAsStream(resource)) {
            if (contents == null) {
                throw new IOException(resource + ": not in the class path; is the build complete?");
            }
            Files.copy(contents, file);
        }
        return file;
    }
}
