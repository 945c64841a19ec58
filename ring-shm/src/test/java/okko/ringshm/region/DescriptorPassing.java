package okko.ringshm.region;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import okko.ringshm.kernel.Receipt;
import okko.ringshm.kernel.SeqpacketSocket;

/** Sends a descriptor over a socket to this process itself. */
final class DescriptorPassing {

    private DescriptorPassing() {}

    static int duplicate(int descriptor) throws IOException {
        Path directory = Files.createTempDirectory("okko");
        Path path = directory.resolve("s");
        try (SeqpacketSocket listening = SeqpacketSocket.listen(path);
                SeqpacketSocket sender = SeqpacketSocket.connect(path);
                SeqpacketSocket receiver = listening.accept().orElseThrow()) {
            sender.send(new byte[] {1}, descriptor);
            return ((Receipt.Message) receiver.receive(1, 1)).descriptors()[0];
        } finally {
            Files.delete(path);
            Files.delete(directory);
        }
    }
}
