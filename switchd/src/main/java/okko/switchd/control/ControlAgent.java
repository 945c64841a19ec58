package okko.switchd.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.agrona.concurrent.Agent;

/**
 * Listens on the control socket: one JSON object per line, {@code {"command":"port list","arguments":{}}}, answered in
 * order by {@code {"ok":true,"result":…}} or {@code {"ok":false,"error":"one line"}}. Never waits for a client.
 */
public final class ControlAgent implements Agent, AutoCloseable {

    private static final int MAX_CLIENTS = 32;
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private final List<ControlConnection> connections = new ArrayList<>();
    private final Path path;
    private final ServerSocketChannel server;
    private final Map<String, Command> commands;
    private final DatapathCalls calls;

    /** Made for the first command: it takes longer to make than the rest of the agent, and the start is watched. */
    private ObjectMapper mapper;

    private ControlAgent(
            Path path, ServerSocketChannel server, Map<String, Command> commands, DatapathCalls calls) {
        this.path = path;
        this.server = server;
        this.commands = Map.copyOf(commands);
        this.calls = calls;
    }

    /**
     * Begins to listen.
     *
     * @param path     where nothing is yet
     * @param commands by name
     * @param calls    whose answers this agent completes
     * @return the agent
     * @throws IOException if there can be no socket
     */
    public static ControlAgent open(Path path, Map<String, Command> commands, DatapathCalls calls)
            throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            server.bind(UnixDomainSocketAddress.of(path));
            Files.setPosixFilePermissions(path, OWNER_ONLY); // others may pass the directory on their way to attach
            server.configureBlocking(false);
            return new ControlAgent(path, server, commands, calls);
        } catch (IOException e) {
            server.close();
            throw new IOException("control socket " + path + ": " + e.getMessage(), e);
        }
    }

    @Override
    public String roleName() {
        return "okko-control";
    }

    @Override
    public int doWork() throws IOException {
        int workCount = calls.poll();
        for (SocketChannel client = server.accept(); client != null; client = server.accept()) {
            admit(client);
            workCount++;
        }
        for (Iterator<ControlConnection> all = connections.iterator(); all.hasNext(); ) {
            ControlConnection connection = all.next();
            int done = connection.poll();
            if (done < 0) {
                connection.close();
                all.remove();
            } else {
                workCount += done;
            }
        }
        return workCount;
    }

    private void admit(SocketChannel client) throws IOException {
        client.configureBlocking(false);
        if (connections.size() == MAX_CLIENTS) {
            makeRoom();
        }
        connections.add(new ControlConnection(client, this::dispatch));
    }

    /** Ends the connection that has been idle here longest, or else the oldest one. */
    private void makeRoom() {
        int victim = 0;
        while (victim < connections.size() - 1 && !connections.get(victim).isIdle()) {
            victim++;
        }
        connections.remove(connections.get(victim).isIdle() ? victim : 0).close();
    }

    private CompletableFuture<byte[]> dispatch(String line) {
        try {
            JsonNode request = mapper().readTree(line);
            String name = request.path("command").asText();
            Command command = commands.get(name);
            if (command == null) {
                String known = String.join(", ", commands.keySet().stream().sorted().toList());
                throw new CommandException("unknown command \"" + name + "\"; expected one of " + known);
            }
            return command.run(new Arguments(request.get("arguments"))).handle(this::reply);
        } catch (CommandException e) {
            return CompletableFuture.completedFuture(bytes(Reply.refused(e.getMessage())));
        } catch (JsonProcessingException _) {
            return CompletableFuture.completedFuture(
                    bytes(Reply.refused("not JSON; expected {\"command\":\"port list\",\"arguments\":{}}")));
        } catch (RuntimeException e) { // a fault of ours: the client is told, rather than left waiting
            return CompletableFuture.completedFuture(reply(null, e));
        }
    }

    private ObjectMapper mapper() {
        if (mapper == null) {
            mapper = new ObjectMapper();
        }
        return mapper;
    }

    private byte[] reply(Object result, Throwable failure) {
        if (failure == null) {
            return bytes(Reply.of(result));
        }
        Throwable cause = failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
        return bytes(Reply.refused(cause instanceof CommandException ? cause.getMessage() : cause.toString()));
    }

    private byte[] bytes(Reply reply) {
        try {
            return (mapper().writeValueAsString(reply) + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a result that is no JSON: " + reply, e);
        }
    }

    /** Stops listening, ends all connections and removes the socket. */
    @Override
    public void close() throws IOException {
        for (ControlConnection connection : connections) {
            connection.close();
        }
        connections.clear();
        server.close();
        Files.deleteIfExists(path);
    }
}
