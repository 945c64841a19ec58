package okko.switchd.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import okko.switchd.action.ControllerQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PacketInsTest {

    private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);

    private final Map<String, Command> commands = new HashMap<>();
    private long nowNs;
    private PacketIns packetIns;

    @BeforeEach
    void createCommands() {
        packetIns = new PacketIns(new Bridge("br0"), new ControllerQueue(), () -> nowNs);
        packetIns.register(commands);
    }

    @Test
    void shouldAnswerWithNothingAfterASecondWhenNothingComes() throws Exception {
        long listener = begin();
        CompletableFuture<?> answer = receive(listener);
        packetIns.doWork();
        assertThat(answer).isNotDone();
        nowNs += SECOND_NS;
        packetIns.doWork();
        assertThat(answer.get()).isEqualTo(new PacketInReport(List.of(), 0));
    }

    @Test
    void shouldForgetAListenerThatDoesNotAskAgain() throws Exception {
        long listener = begin();
        nowNs += 6 * SECOND_NS;
        packetIns.doWork();
        assertThatExceptionOfType(CommandException.class).isThrownBy(() -> receive(listener))
                .withMessage("no listener 1 waits; one begins with monitor begin, and asks again within 5 s");
    }

    @Test
    void shouldRefuseAnotherBridge() {
        assertThatExceptionOfType(CommandException.class)
                .isThrownBy(() -> commands.get("monitor begin").run(new Arguments(object().put("bridge", "br9"))))
                .withMessageContaining("br9");
    }

    private long begin() throws Exception {
        return (Long) commands.get("monitor begin").run(new Arguments(object().put("bridge", "br0"))).get();
    }

    private CompletableFuture<?> receive(long listener) throws CommandException {
        return commands.get("monitor receive").run(new Arguments(object().put("listener", listener)));
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
