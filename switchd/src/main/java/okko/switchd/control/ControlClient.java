package okko.switchd.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import okko.ringshm.attach.RunDirectory;

/** Asks a running switch. Waits for each answer. For one thread. */
public final class ControlClient implements AutoCloseable {

    private final ObjectMapper mapper = new ObjectMapper();
    private final SocketChannel channel;
    private final BufferedReader replies;

    private ControlClient(SocketChannel channel) {
        this.channel = channel;
        replies = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
    }

    /**
     * Connects to a switch.
     *
     * @param runDirectory of the switch
     * @return the connection
     * @throws IOException if no switch listens there
     */
    public static ControlClient connect(Path runDirectory) throws IOException {
        Path path = new RunDirectory(runDirectory).controlSocket();
        try {
            return new ControlClient(SocketChannel.open(UnixDomainSocketAddress.of(path)));
        } catch (IOException e) {
            throw new IOException("no switch listens at " + path + " (" + e.getMessage() + ")", e);
        }
    }

    /** {@return an empty object to put arguments into} */
    public ObjectNode newArguments() {
        return mapper.createObjectNode();
    }

    /**
     * Sends a command and waits for its answer.
     *
     * @param command   {@code port list} for instance
     * @param arguments of the command, or {@code null} for none
     * @return the result
     * @throws CommandException if the switch refuses the command
     * @throws IOException      if the switch goes away
     */
    public JsonNode send(String command, JsonNode arguments) throws IOException, CommandException {
        ObjectNode request = mapper.createObjectNode().put("command", command);
        request.set("arguments", arguments == null ? mapper.createObjectNode() : arguments);
        ByteBuffer line = StandardCharsets.UTF_8.encode(mapper.writeValueAsString(request) + "\n");
        while (line.hasRemaining()) {
            channel.write(line);
        }
        String reply = replies.readLine();
        if (reply == null) {
            throw new IOException("the switch has ended the connection");
        }
        JsonNode answer = mapper.readTree(reply);
        if (!answer.path("ok").asBoolean()) {
            throw new CommandException(answer.path("error").asText());
        }
        return answer.path("result");
    }

    /**
     * Sends a command and reads the answer as a record of the protocol.
     *
     * @param command   {@code pool show} for instance
     * @param arguments of the command, or {@code null} for none
     * @param type      of the result
     * @param <T>       of the result
     * @return the result
     * @throws CommandException if the switch refuses the command
     * @throws IOException      if the switch goes away, or its answer is of another type
     */
    public <T> T send(String command, JsonNode arguments, Class<T> type) throws IOException, CommandException {
        return mapper.treeToValue(send(command, arguments), type);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
