package okko.switchd.cli.ofctl;

import static okko.switchd.cli.ofctl.Word.SWITCH;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import okko.switchd.cli.ofctl.Word.Parameter;
import okko.switchd.openflow.HandshakeMessage.EchoReply;
import okko.switchd.openflow.HandshakeMessage.EchoRequest;
import okko.switchd.openflow.client.OpenFlowClient;
import okko.switchd.openflow.client.RefusedException;

/** Words that ask for signs of life. */
final class EchoWords {

    private static final int HEADER_BYTES = 8;
    private static final int MAX_PAYLOAD_BYTES = 0xffff - HEADER_BYTES;
    private static final int DEFAULT_PAYLOAD_BYTES = 64 - HEADER_BYTES;
    private static final int PINGS = 10;
    private static final double NS_PER_MS = 1e6;
    private static final double NS_PER_S = 1e9;

    static final List<Word> ALL = List.of(
            Word.of("probe", "Ends with 0 if the switch answers.", List.of(SWITCH), "br0",
                    session -> session.connect().ask(new EchoRequest(new byte[0]), EchoReply.class)),
            Word.of("ping", "Shows how long ten answers take.", List.of(SWITCH,
                    Parameter.optional("BYTES", "That are sent and come back, 0 to 65527 (default: 56).")), "br0",
                    EchoWords::ping),
            Word.of("benchmark", "Shows how fast answers are.", List.of(SWITCH,
                    Parameter.of("BYTES", "That are sent and come back, 0 to 65527."),
                    Parameter.of("COUNT", "How often.")), "br0 64 1000", EchoWords::benchmark));

    private EchoWords() {}

    private static void ping(Session session) throws IOException, RefusedException {
        byte[] payload = new byte[Numbers.within("bytes",
                session.argument(1).orElse(Integer.toString(DEFAULT_PAYLOAD_BYTES)), 0, MAX_PAYLOAD_BYTES)];
        new Random().nextBytes(payload);
        OpenFlowClient client = session.connect();
        for (int i = 0; i < PINGS; i++) {
            int xid = client.nextXid();
            long start = System.nanoTime();
            EchoReply answer = client.ask(new EchoRequest(payload), EchoReply.class);
            long nanoseconds = System.nanoTime() - start;
            if (!Arrays.equals(answer.data(), payload)) {
                session.print("Reply does not match request");
            }
            session.print("%d bytes from %s: xid=%08x time=%.1f ms".formatted(answer.data().length + HEADER_BYTES,
                    session.target(), xid, nanoseconds / NS_PER_MS));
            session.out().flush();
        }
    }

    private static void benchmark(Session session) throws IOException, RefusedException {
        int bytes = Numbers.within("bytes", session.argument(1).orElseThrow(), 0, MAX_PAYLOAD_BYTES);
        int count = Numbers.within("count", session.argument(2).orElseThrow(), 1, Integer.MAX_VALUE);
        long total = (long) count * (bytes + HEADER_BYTES);
        OpenFlowClient client = session.connect();
        session.print("Sending %d packets * %d bytes (with header) = %d bytes total"
                .formatted(count, bytes + HEADER_BYTES, total));
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            client.ask(new EchoRequest(new byte[bytes]), EchoReply.class);
        }
        double nanoseconds = System.nanoTime() - start;
        session.print("Finished in %.1f ms (%.0f packets/s) (%.0f bytes/s)".formatted(nanoseconds / NS_PER_MS,
                count * NS_PER_S / nanoseconds, total * NS_PER_S / nanoseconds));
    }
}
