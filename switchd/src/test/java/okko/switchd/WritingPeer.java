package okko.switchd;

import java.io.IOException;
import java.nio.file.Path;
import okko.ringshm.attach.ProcessorAttachment;
import org.agrona.UnsafeApi;

/** A processor in a process of its own that writes to the switch's first buffer, as a monitor must not. */
final class WritingPeer {

    private WritingPeer() {}

    public static void main(String[] arguments) throws IOException {
        try (ProcessorAttachment attachment = ProcessorAttachment.attach(Path.of(arguments[0]), arguments[1])) {
            System.out.println("storing");
            UnsafeApi.putLong(attachment.pool().dataAddress(0), 666);
            System.out.println("stored");
        }
    }
}
