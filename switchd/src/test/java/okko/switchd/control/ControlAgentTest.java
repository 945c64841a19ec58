package okko.switchd.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Agent and clients take turns on one thread. */
class ControlAgentTest {

    private static final int TURNS = 2_000;

    @TempDir
    Path directory;

    private final Queue<Runnable> datapath = new ArrayDeque<>();
    private final DatapathCalls calls = new DatapathCalls(datapath::add);
    private final CompletableFuture<String> later = new CompletableFuture<>();
    private ControlAgent agent;
    private Path socket;

    record Sum(int value) {}

    @BeforeEach
    void listen() throws IOException {
        socket = directory.resolve("okko.ctl");
        agent = ControlAgent.open(socket, Map.of(
                "add", arguments -> CompletableFuture.completedFuture(
                        new Sum((int) (arguments.number("a", 0, 0) + arguments.number("b", 0, 0)))),
                "ask", _ -> calls.ask(() -> "from the datapath"),
                "fail", _ -> calls.ask(() -> {
                    throw new IllegalStateException("broken");
                }),
                "later", _ -> later,
                "big", _ -> CompletableFuture.completedFuture("x".repeat(8 << 20))), calls);
    }

    @AfterEach
    void close() throws IOException {
        agent.close();
        assertThat(socket).doesNotExist();
    }

    private SocketChannel connect() throws IOException {
        SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        client.configureBlocking(false);
        return client;
    }

    private static void write(SocketChannel client, String text) throws IOException {
        client.write(StandardCharsets.UTF_8.encode(text));
    }

    /** Lets the agent work until a whole line has come, or an end. */
    private String line(SocketChannel client) throws IOException {
        StringBuilder text = new StringBuilder();
        ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
        for (int turn = 0; turn < TURNS; turn++) {
            agent.doWork();
            while (!datapath.isEmpty()) {
                datapath.remove().run();
            }
            int count = client.read(buffer.clear());
            if (count < 0) {
                return "end";
            }
            text.append(StandardCharsets.UTF_8.decode(buffer.flip()));
            if (!text.isEmpty() && text.charAt(text.length() - 1) == '\n') {
                return text.substring(0, text.length() - 1);
            }
        }
        return "nothing";
    }

    private String ask(String request) throws IOException {
        try (SocketChannel client = connect()) {
            write(client, request + "\n");
            return line(client);
        }
    }

    @Test
    void shouldAnswerWithTheResultWhenTheCommandIsKnown() throws Exception {
        assertThat(ask("{\"command\":\"add\",\"arguments\":{\"a\":2,\"b\":3}}"))
                .isEqualTo("{\"ok\":true,\"result\":{\"value\":5}}");
        assertThat(ask("{\"command\":\"add\"}")).isEqualTo("{\"ok\":true,\"result\":{\"value\":0}}");
    }

    @Test
    void shouldAnswerWhenTheDatapathHas() throws Exception {
        assertThat(ask("{\"command\":\"ask\"}")).isEqualTo("{\"ok\":true,\"result\":\"from the datapath\"}");
        assertThat(ask("{\"command\":\"fail\"}"))
                .isEqualTo("{\"ok\":false,\"error\":\"java.lang.IllegalStateException: broken\"}");
    }

    @Test
    void shouldRefuseInOneLineWhenTheRequestIsWrong() throws Exception {
        assertThat(ask("{\"command\":\"ad\"}"))
                .isEqualTo("{\"ok\":false,\"error\":\"unknown command \\\"ad\\\"; expected one of add, ask, big, fail, later\"}");
        assertThat(ask("{\"command\":\"add\",\"arguments\":{\"a\":-1}}"))
                .isEqualTo("{\"ok\":false,\"error\":\"argument a: expected a whole number, 0 or more\"}");
        for (String garbage : List.of("", "\u0000\u0001", "[1", "nonsense {", "7", "{}")) {
            assertThat(ask(garbage)).startsWith("{\"ok\":false,\"error\":\"");
        }
    }

    @Test
    void shouldAnswerInOrderWhenRequestsComeAtOnceOrInPieces() throws Exception {
        try (SocketChannel client = connect()) {
            write(client, "{\"command\":\"add\",\"arguments\":{\"a\":1}}\n{\"command\":\"add\",\"arguments\":{\"a\":2}}\n{\"comm");
            assertThat(line(client)).isEqualTo("{\"ok\":true,\"result\":{\"value\":1}}");
            assertThat(line(client)).isEqualTo("{\"ok\":true,\"result\":{\"value\":2}}");
            write(client, "and\":\"add\",\"arguments\":{\"a\":3}}\n");
            assertThat(line(client)).isEqualTo("{\"ok\":true,\"result\":{\"value\":3}}");
        }
    }

    @Test
    void shouldServeOthersWhenOneClientWaitsStallsOrFloods() throws Exception {
        try (SocketChannel waiting = connect();
                SocketChannel deaf = connect();
                SocketChannel flooding = connect()) {
            write(waiting, "{\"command\":\"later\"}\n");
            write(deaf, "{\"command\":\"big\"}\n");
            write(flooding, "x".repeat(100_000));

            assertThat(ask("{\"command\":\"add\",\"arguments\":{\"a\":4}}")).contains("\"value\":4");
            assertThat(flood(flooding)).isEqualTo("end");
            later.complete("at last");
            assertThat(line(waiting)).isEqualTo("{\"ok\":true,\"result\":\"at last\"}");
        }
    }

    /** Writes a line without end until the agent hangs up. */
    private String flood(SocketChannel client) {
        try {
            for (int turn = 0; turn < TURNS; turn++) {
                client.write(ByteBuffer.allocate(100_000));
                agent.doWork();
            }
            return "still there";
        } catch (IOException e) {
            return "end"; // a broken pipe
        }
    }

    @Test
    void shouldMakeRoomWhenTooManyClientsSitThere() throws Exception {
        List<SocketChannel> idle = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            idle.add(connect());
            agent.doWork();
        }
        assertThat(ask("{\"command\":\"add\",\"arguments\":{\"a\":4}}")).contains("\"value\":4");
        assertThat(line(idle.getFirst())).isEqualTo("end");
        for (SocketChannel client : idle) {
            client.close();
        }
    }

    @Test
    void shouldSayWhereWhenNoSwitchListens() {
        Path empty = directory.resolve("empty");
        assertThatThrownBy(() -> ControlClient.connect(empty))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no switch listens at " + empty.resolve("okko.ctl"));
    }

    @Test
    void shouldKeepTheOrderWhenTheDatapathCannotTakeMore() {
        List<String> done = new ArrayList<>();
        Queue<Runnable> narrow = new ArrayDeque<>();
        DatapathCalls slow = new DatapathCalls(command -> narrow.isEmpty() && narrow.add(command));
        for (String name : List.of("a", "b", "c")) {
            slow.submit(() -> done.add(name));
        }
        while (!narrow.isEmpty()) {
            narrow.remove().run();
            slow.poll();
        }
        assertThat(done).containsExactly("a", "b", "c");
    }

    @Test
    void shouldWriteRecordsByTheirComponentsWhenTheyAreResults() throws Exception {
        JsonNode json = new ObjectMapper().valueToTree(new PoolStatus(
                8, 256, 5, 2, 1, 1, Map.of("fw", 1), Map.of(), true, List.of()));
        assertThat(json.toString()).isEqualTo("{\"buffers\":8,\"dataBytes\":256,\"free\":5,\"held\":2,\"lent\":1,"
                + "\"quarantined\":1,\"lentTo\":{\"fw\":1},\"ownPools\":{},\"conserved\":true,\"faults\":[]}");
    }
}
