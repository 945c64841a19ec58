package okko.eval.bpf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import okko.ringshm.capture.Capture;
import picocli.CommandLine.Option;

/** The options that say which packets a program meets: exactly one of them must be given. */
final class PacketSource {

    @Option(names = "--packet", paramLabel = "HEX", required = true, converter = HexBytes.class,
            description = "One frame in hexadecimal; white space and colons are ignored.")
    private ByteBuffer packet;

    @Option(names = "--pcap", paramLabel = "FILE", required = true,
            description = "All frames of a capture, in turn.")
    private Path capture;

    /** {@return the frames} */
    List<byte[]> frames() throws IOException {
        return packet != null ? List.of(packet.array()) : framesOf(capture);
    }

    /**
     * Reads the frames of a capture.
     *
     * @throws IllegalArgumentException if there are none
     */
    static List<byte[]> framesOf(Path file) throws IOException {
        var capture = Capture.read(file);
        if (capture.size() == 0) {
            throw new IllegalArgumentException(file + ": holds no packets");
        }
        return IntStream.range(0, capture.size()).mapToObj(capture::frame).toList();
    }
}
