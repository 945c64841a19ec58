package okko.ringshm.attach;

import okko.ringshm.kernel.KernelException;
import okko.ringshm.kernel.PeerCredentials;
import okko.ringshm.kernel.Receipt;
import okko.ringshm.kernel.SeqpacketSocket;

/** Somebody who connected and is not attached yet. */
final class Caller {

    private final SeqpacketSocket socket;
    private final PeerCredentials credentials;
    private final long sinceNs;
    private AttachMessage.Attach request;

    /** Takes the socket over, until it is refused or attached. */
    Caller(SeqpacketSocket socket, PeerCredentials credentials, long sinceNs) {
        this.socket = socket;
        this.credentials = credentials;
        this.sinceNs = sinceNs;
    }

    /** What a caller has done so far. */
    enum Progress {
        /** It has not said anything. */
        SILENT,
        /** It has sent a request. */
        ASKED,
        /** It has sent something else. */
        BABBLED,
        /** It has gone. */
        LEFT
    }

    /** Looks what it has sent; whatever it sends after its request is not looked at. */
    Progress hear() throws KernelException {
        if (request != null) {
            return Progress.ASKED;
        }
        // One byte more than a message has, to see that it is too long; room for no descriptor.
        return switch (socket.receive(AttachMessage.SIZE_BYTES + 1, 0)) {
            case Receipt.Message(byte[] bytes, _) -> {
                if (AttachMessage.decode(bytes).orElse(null) instanceof AttachMessage.Attach attach) {
                    request = attach;
                    yield Progress.ASKED;
                }
                yield Progress.BABBLED;
            }
            case Receipt.Closed() -> Progress.LEFT;
            case Receipt.Nothing() -> Progress.SILENT;
        };
    }

    boolean isOverdue(long nowNs) {
        return nowNs - sinceNs > AttachServer.PATIENCE_NS;
    }

    AttachMessage.Attach request() {
        return request;
    }

    PeerCredentials credentials() {
        return credentials;
    }

    SeqpacketSocket socket() {
        return socket;
    }

    /** Refuses it for good. */
    void refuse(String reason) {
        refuse(new AttachMessage.Refuse(reason));
    }

    void refuse(AttachMessage.Refuse refusal) {
        try {
            socket.send(AttachMessage.encode(refusal));
        } catch (KernelException e) {
            // The caller has gone, or does not listen: nobody is left to be told.
        }
        hangUp();
    }

    void hangUp() {
        socket.close();
    }
}
