package okko.switchd.openflow.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/** Bytes as they are. */
public final class PlainLink implements Link {

    private final SocketChannel channel;

    /**
     * Takes a socket.
     *
     * @param channel connected, not blocking; closed with this link
     */
    public PlainLink(SocketChannel channel) {
        this.channel = channel;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        return channel.read(into);
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        return channel.write(from);
    }

    @Override
    public boolean isFlushed() {
        return true;
    }

    @Override
    public boolean mayHoldBytes() {
        return false;
    }

    @Override
    public int readOperations() {
        return SelectionKey.OP_READ;
    }

    @Override
    public int writeOperations() {
        return SelectionKey.OP_WRITE;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException _) {
            // over in any case
        }
    }
}
