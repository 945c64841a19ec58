package okko.switchd.openflow.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import tlschannel.ClientTlsChannel;
import tlschannel.HeapBufferAllocator;
import tlschannel.NeedsReadException;
import tlschannel.NeedsWriteException;
import tlschannel.ServerTlsChannel;
import tlschannel.TlsChannel;

/**
 * Bytes encrypted by TLS. Either side must show a certificate that the other one's authority signed. The first reading
 * or writing begins the handshake; until it is over, reading may have to wait for the socket to take bytes, and writing
 * for it to bring some.
 */
public final class TlsLink implements Link {

    private final TlsChannel channel;
    private int readOperations = SelectionKey.OP_READ;
    private int writeOperations = SelectionKey.OP_WRITE;
    private boolean isFlushed = true;

    private TlsLink(TlsChannel channel) {
        this.channel = channel;
    }

    /**
     * Is the server.
     *
     * @param socket  connected, not blocking; closed with the link
     * @param context own certificate, and the authority of the others
     * @return the link
     */
    public static TlsLink server(SocketChannel socket, SSLContext context) {
        return new TlsLink(ServerTlsChannel.newBuilder(socket, context)
                .withEngineFactory(each -> engine(each, false))
                .withEncryptedBufferAllocator(new HeapBufferAllocator())
                .withWaitForCloseConfirmation(false)
                .build());
    }

    /**
     * Is the client.
     *
     * @param socket  as in {@link #server}
     * @param context as in {@link #server}
     * @return the link
     */
    public static TlsLink client(SocketChannel socket, SSLContext context) {
        return new TlsLink(ClientTlsChannel.newBuilder(socket, engine(context, true))
                .withEncryptedBufferAllocator(new HeapBufferAllocator())
                .withWaitForCloseConfirmation(false)
                .build());
    }

    private static SSLEngine engine(SSLContext context, boolean isClient) {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(isClient);
        if (!isClient) {
            engine.setNeedClientAuth(true);
        }
        return engine;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        int start = into.position();
        try {
            int count = channel.read(into);
            readOperations = SelectionKey.OP_READ;
            return count;
        } catch (NeedsReadException _) {
            readOperations = SelectionKey.OP_READ;
        } catch (NeedsWriteException _) {
            readOperations = SelectionKey.OP_WRITE;
        }
        return into.position() - start;
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        int start = from.position();
        try {
            channel.write(from);
            isFlushed = true;
            writeOperations = SelectionKey.OP_WRITE;
        } catch (NeedsReadException _) {
            isFlushed = false;
            writeOperations = SelectionKey.OP_READ;
        } catch (NeedsWriteException _) {
            isFlushed = false;
            writeOperations = SelectionKey.OP_WRITE;
        }
        return from.position() - start;
    }

    @Override
    public boolean isFlushed() {
        return isFlushed;
    }

    /** A record is decrypted as a whole, and may be longer than the room that there was. */
    @Override
    public boolean mayHoldBytes() {
        return true;
    }

    @Override
    public int readOperations() {
        return readOperations;
    }

    @Override
    public int writeOperations() {
        return writeOperations;
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
