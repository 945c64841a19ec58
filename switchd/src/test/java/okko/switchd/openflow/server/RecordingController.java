package okko.switchd.openflow.server;

import java.util.ArrayList;
import java.util.List;
import okko.switchd.openflow.ControllerRole;
import okko.switchd.openflow.Message;
import okko.switchd.openflow.OpenFlowError;
import okko.switchd.openflow.OpenFlowException;
import okko.switchd.openflow.OpenFlowVersion;

/** A controller that writes down what it is sent. */
final class RecordingController implements Controller {

    final List<Message> sent = new ArrayList<>();
    final List<OpenFlowError> refusals = new ArrayList<>();

    /** Its last refusal: which message, and all of that. */
    int refusedXid;
    byte[] refusedFrame;

    long waitingBytes;

    private final long id;
    private final OpenFlowVersion version;

    RecordingController(long id, OpenFlowVersion version) {
        this.id = id;
        this.version = version;
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public OpenFlowVersion version() {
        return version;
    }

    @Override
    public ControllerRole role() {
        return ControllerRole.EQUAL;
    }

    @Override
    public void send(int xid, Message message) {
        sent.add(message);
    }

    @Override
    public void refuse(int xid, OpenFlowException refusal, byte[] frame) {
        refusals.add(refusal.error());
        refusedXid = xid;
        refusedFrame = frame;
    }

    @Override
    public long waitingBytes() {
        return waitingBytes;
    }

    /** {@return the only message that it was sent since the last time} */
    <T extends Message> T only(Class<T> type) {
        List<Message> all = List.copyOf(sent);
        sent.clear();
        if (all.size() != 1) {
            throw new AssertionError("expected one message: " + all);
        }
        return type.cast(all.getFirst());
    }
}
