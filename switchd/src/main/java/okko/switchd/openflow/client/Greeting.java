package okko.switchd.openflow.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import okko.switchd.openflow.HandshakeMessage.Failure;
import okko.switchd.openflow.HandshakeMessage.Hello;
import okko.switchd.openflow.OpenFlowException;
import okko.switchd.openflow.OpenFlowVersion;
import okko.switchd.openflow.wire.Encoding;
import okko.switchd.openflow.wire.MessageCodec;

/** The first two messages of a connection, by which a version is agreed on (OpenFlow 1.3, 6.3.1). */
final class Greeting {

    private static final int FIRST_XID = 1;

    private Greeting() {}

    /** What was agreed on, and the number of the first message after it. */
    record Agreement(Encoding encoding, int nextXid) {}

    static Agreement exchange(InputStream in, OutputStream out, Terms terms) throws IOException {
        Set<Integer> ours = terms.versions().stream().map(OpenFlowVersion::wire).collect(Collectors.toSet());
        MessageCodec greeter = new MessageCodec(Encoding.initial(terms.newest(), terms.dialect()));
        greeter.encode(FIRST_XID, new Hello(ours), frame -> send(out, frame));
        out.flush();
        byte[] frame = Frames.read(in);
        if (frame == null) {
            throw new IOException("the switch has ended the connection without a greeting");
        }
        Set<Integer> theirs = theirs(frame, terms);
        Optional<OpenFlowVersion> version = terms.versions().stream()
                .filter(each -> theirs.contains(each.wire()))
                .max(Comparator.naturalOrder());
        if (version.isEmpty()) {
            throw new IOException("no version in common: the switch speaks OpenFlow %s, asked for was %s"
                    .formatted(names(theirs), names(ours)));
        }
        return new Agreement(Encoding.initial(version.get(), terms.dialect()), FIRST_XID + 1);
    }

    private static void send(OutputStream out, byte[] frame) {
        try {
            out.write(frame);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The other side's greeting has its own newest version in the header, which may be one that we do not know. */
    private static Set<Integer> theirs(byte[] frame, Terms terms) throws IOException {
        int version = Byte.toUnsignedInt(frame[0]);
        OpenFlowVersion known = OpenFlowVersion.ofWire(version).orElse(terms.newest());
        byte[] readable = frame.clone();
        readable[0] = (byte) known.wire();
        try {
            return switch (new MessageCodec(Encoding.initial(known, terms.dialect())).decode(readable).message()) {
                case Hello(Set<Integer> versions) -> versions;
                case Failure failure -> throw new IOException("the switch refuses to talk: "
                        + new String(failure.cause(), StandardCharsets.UTF_8).strip());
                default -> throw new IOException("no OpenFlow there: the first message is no greeting");
            };
        } catch (OpenFlowException e) {
            throw new IOException("no OpenFlow there: " + e.getMessage(), e);
        }
    }

    private static String names(Set<Integer> versions) {
        return versions.stream().sorted().map(version -> "1." + (version - 1)).collect(Collectors.joining(", "));
    }
}
