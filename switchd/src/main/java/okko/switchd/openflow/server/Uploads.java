package okko.switchd.openflow.server;

import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import okko.switchd.openflow.OpenFlowError;
import okko.switchd.openflow.OpenFlowException;
import okko.switchd.openflow.Part;

/** What controllers bring in several messages, until it is all there: one thing at a time for each connection. */
final class Uploads {

    /** Longest whole, bytes. */
    static final int MAX_BYTES = 16 << 20;

    private final Map<Long, Upload> open = new HashMap<>();

    /**
     * What is coming by a connection.
     *
     * @param first message, or whatever tells what the parts are of
     * @param name  that all of its parts have
     * @param bytes that have come
     */
    private record Upload(Object first, Object name, ByteArrayOutputStream bytes) {}

    /**
     * The whole.
     *
     * @param first what the first part came with
     * @param bytes all of them
     * @param <T>   of the first
     */
    record Whole<T>(T first, byte[] bytes) {}

    /**
     * Takes a part.
     *
     * @param controller that it came by
     * @param message    that it came with
     * @param name       equal in all parts of one whole
     * @param part       the next one
     * @param <T>        of the message; the same in all parts of one whole
     * @return the whole, if this was the last part
     * @throws OpenFlowException if it does not follow the one before, or the whole is too long; none is open then
     */
    <T> Optional<Whole<T>> add(Controller controller, T message, Object name, Part part) throws OpenFlowException {
        Upload upload = open.remove(controller.id());
        if (part.totalBytes() > MAX_BYTES) {
            throw new OpenFlowException(OpenFlowError.OKKO_BAD_PART,
                    "%d bytes; at most %d can be brought at a time".formatted(part.totalBytes(), MAX_BYTES));
        }
        if (part.isWhole()) {
            return Optional.of(new Whole<>(message, part.bytes()));
        }
        if (part.offset() == 0) {
            upload = new Upload(message, name, new ByteArrayOutputStream());
        } else if (upload == null || !upload.name.equals(name) || upload.bytes.size() != part.offset()) {
            throw new OpenFlowException(OpenFlowError.OKKO_BAD_PART, "offset %d: expected %s".formatted(part.offset(),
                    upload == null ? "the first part" : "offset " + upload.bytes.size() + " of " + upload.name));
        }
        upload.bytes.writeBytes(part.bytes());
        if (part.isLast()) {
            @SuppressWarnings("unchecked") // equal names are only given to messages of one type
            T first = (T) upload.first;
            return Optional.of(new Whole<>(first, upload.bytes.toByteArray()));
        }
        open.put(controller.id(), upload);
        return Optional.empty();
    }

    /** Forgets what was coming by a connection. */
    void forget(Controller controller) {
        open.remove(controller.id());
    }
}
