package okko.ringshm.attach;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import okko.ringshm.kernel.Access;
import okko.ringshm.kernel.PeerCredentials;
import okko.ringshm.kernel.Receipt;
import okko.ringshm.kernel.SeqpacketSocket;
import okko.ringshm.kernel.SharedMemory;
import org.agrona.UnsafeApi;

/** A processor of another user that tries everything to write to a pool that it may only read, for tests. */
final class OtherUser {

    private OtherUser() {}

    /** What it does. */
    enum Attempt {
        /** Reads the frame of the first packet, and gives it back unchanged. */
        READ,
        /** Asks the kernel for a way to write; prints what came of each attempt. */
        ASK,
        /** Writes to its mapping without asking. */
        STORE
    }

    /** Arguments: path of the socket, name, attempt. */
    public static void main(String[] args) throws IOException {
        Path socket = Path.of(args[0]);
        switch (Attempt.valueOf(args[2])) {
            case READ -> read(socket, args[1]);
            case ASK -> ask(socket, args[1]);
            case STORE -> store(socket, args[1]);
        }
    }

    private static void read(Path socket, String name) throws IOException {
        try (ProcessorAttachment attachment = ProcessorAttachment.attach(socket, name)) {
            while (attachment.fromSwitch().ready(1) == 0) {
                Thread.onSpinWait();
            }
            long word0 = attachment.fromSwitch().word0(0);
            System.out.println(UnsafeApi.getLong(attachment.pool().frameAddress(word0)));
            attachment.toSwitch().put(word0, attachment.fromSwitch().word1(0));
            attachment.fromSwitch().release(1);
            attachment.toSwitch().publish();
        }
    }

    private static void store(Path socket, String name) throws IOException {
        try (ProcessorAttachment attachment = ProcessorAttachment.attach(socket, name)) {
            System.out.println("storing");
            UnsafeApi.putLong(attachment.pool().dataAddress(0), 666);
            System.out.println("stored");
        }
    }

    private static void ask(Path socket, String name) throws IOException {
        try (SeqpacketSocket connection = SeqpacketSocket.connect(socket)) {
            int pid = PeerCredentials.self().pid();
            connection.send(AttachMessage.encode(new AttachMessage.Attach(AttachMessage.VERSION, pid, name)));
            if (!connection.awaitReadable(60_000)) {
                throw new IOException("no answer");
            }
            int pool = ((Receipt.Message) connection.receive(AttachMessage.SIZE_BYTES, 4)).descriptors()[0];
            Path file = Path.of("/proc/self/fd/" + pool);
            print("map", () -> SharedMemory.map(pool, 4_096, Access.READ_WRITE));
            print("open", () -> {
                try (FileChannel again = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    again.write(ByteBuffer.allocate(1), 0);
                }
            });
            print("chmod", () -> Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-")));
            print("truncate", () -> Files.newByteChannel(file, StandardOpenOption.WRITE).truncate(0));
        }
    }

    private interface Action {
        void run() throws IOException;
    }

    private static void print(String what, Action action) {
        String outcome = "allowed";
        try {
            action.run();
        } catch (IOException e) {
            outcome = e.getClass().getSimpleName() + ": " + e.getMessage();
        }
        System.out.println(what + ": " + outcome);
    }
}
