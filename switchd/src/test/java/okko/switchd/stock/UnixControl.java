package okko.switchd.stock;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** What ovs-appctl does, without a process for each command: JSON-RPC (RFC 4627, JSON-RPC 1.0) over a Unix socket. */
final class UnixControl implements AutoCloseable {

    private final ObjectMapper mapper = new ObjectMapper();
    private final SocketChannel channel;

    /** Made when there is something to read: it looks at the first bytes at once. */
    private JsonParser answers;
    private int lastId;

    private UnixControl(SocketChannel channel) {
        this.channel = channel;
    }

    static UnixControl connect(Path socket) throws IOException {
        return new UnixControl(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
    }

    /** Sends a command that must succeed, and returns what it printed. */
    String ask(String method, String... arguments) throws IOException {
        ObjectNode request = mapper.createObjectNode().put("id", ++lastId).put("method", method);
        ArrayNode parameters = request.putArray("params");
        for (String argument : arguments) {
            parameters.add(argument);
        }
        ByteBuffer bytes = ByteBuffer.wrap(mapper.writeValueAsBytes(request));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        if (answers == null) {
            answers = mapper.createParser(Channels.newInputStream(channel));
        }
        JsonNode answer = mapper.readTree(answers);
        if (answer == null || !answer.path("error").isNull()) {
            throw new IOException(method + " " + String.join(" ", arguments) + ": " + answer);
        }
        return answer.path("result").asText();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
