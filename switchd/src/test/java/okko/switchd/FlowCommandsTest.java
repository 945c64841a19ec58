package okko.switchd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import okko.ringshm.attach.RunDirectory;
import okko.switchd.control.CommandException;
import okko.switchd.control.ControlClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Flows, groups and meters of a running switch, asked for over its control socket. */
@Timeout(60)
class FlowCommandsTest {

    @TempDir
    Path directory;

    private Switch okko;
    private ControlClient client;

    @BeforeEach
    void start() throws IOException, StartException {
        okko = Switch.create(ConfigFile.read(Files.writeString(directory.resolve("okko.yaml"), """
                pool: {buffers: 256, dataBytes: 256}
                ports:
                  p1: {number: 1, type: null}
                  p2: {number: 2, type: null}
                """)), new RunDirectory(directory.resolve("run")));
        okko.start();
        client = ControlClient.connect(directory.resolve("run"));
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        okko.close();
    }

    @Test
    void shouldAddModifyAndDeleteInTables() throws Exception {
        assertThat(change("flow add", "# a comment", "in_port=p1,actions=resubmit(,1)", "",
                "table=1,tcp,actions=output:p2 # another", "table=1,priority=1,actions=drop"))
                .hasToString("{\"added\":3,\"modified\":0,\"deleted\":0}");
        assertThat(change("flow mod", "table=1,actions=output:p1"))
                .hasToString("{\"added\":0,\"modified\":2,\"deleted\":0}");
        assertThat(client.send("flow mod", arguments("table=1,priority=1,actions=drop").put("strict", true)))
                .hasToString("{\"added\":0,\"modified\":1,\"deleted\":0}");
        assertThat(flows("")).containsExactly("in_port=1,actions=resubmit(,1)", "table=1,tcp,actions=output:1",
                "table=1,priority=1,actions=drop");
        assertThat(flows("table=1,out_port=p1")).containsExactly("table=1,tcp,actions=output:1");
        assertThat(change("flow del", "table=1,tcp")).hasToString("{\"added\":0,\"modified\":0,\"deleted\":1}");
        assertThat(change("flow del", "")).hasToString("{\"added\":0,\"modified\":0,\"deleted\":0}");
        assertThat(client.send("flow del", arguments("flow", ""))).hasToString(
                "{\"added\":0,\"modified\":0,\"deleted\":2}");
        assertThat(flows("")).isEmpty();
    }

    @Test
    void shouldAddNoneWhenOneLineIsWrongAndNameEachLine() throws Exception {
        assertThatThrownBy(() -> change("flow add", "in_port=p1,actions=drop", "# nothing", "in_port=p3,actions=drop",
                "actions=fly")).isInstanceOf(CommandException.class)
                .hasMessageStartingWith("line 3, column 1: unknown port p3 in in_port; ports are p1 (1), p2 (2)\n"
                        + "line 4, column 9: unknown action fly");
        assertThatThrownBy(() -> change("flow add", "in_port=p1,actions=drop", "", "filter_prog=3,actions=drop",
                "actions=group:1")).isInstanceOf(CommandException.class)
                .hasMessageMatching("line 3: .*3.*\nline 4: group 1 does not exist");
        assertThat(flows("")).isEmpty();
    }

    @Test
    void shouldKeepGroupsAndMetersAndTheFlowsThatNeedThem() throws Exception {
        client.send("group add", arguments("group", "group_id=1,type=all,bucket=output:p1"));
        client.send("group add", arguments("group", "group_id=2,type=select,bucket=group:1,bucket=weight:2,drop"));
        client.send("meter add", arguments("meter", "meter=7,pktps,bands=type=drop,rate=5"));
        change("flow add", "in_port=p1,actions=group:2", "in_port=p2,actions=meter:7,output:p1");
        assertThat(texts(client.send("group dump", null))).containsExactly("group_id=1,type=all,bucket=actions=output:1",
                "group_id=2,type=select,bucket=actions=group:1,bucket=weight:2,actions=drop");
        assertThat(texts(client.send("meter dump", null))).containsExactly("meter=7,pktps,bands=type=drop,rate=5");
        assertThatThrownBy(() -> client.send("group mod",
                arguments("group", "group_id=1,type=all,bucket=group:2"))).hasMessage(
                "group 1 leads to group 2, which leads back");
        assertThatThrownBy(() -> client.send("group del", client.newArguments().put("id", 1)))
                .hasMessage("group 1 is needed by group 2");
        client.send("group mod", arguments("group", "group_id=1,type=all,bucket=output:p2"));
        assertThat(client.send("group del", client.newArguments().put("id", 2)).path("deleted").asInt()).isEqualTo(1);
        assertThat(client.send("meter del", null).path("deleted").asInt()).isEqualTo(1);
        assertThat(client.send("group del", null).path("deleted").asInt()).isZero();
        assertThat(flows("")).isEmpty();
    }

    @Test
    void shouldTakeFlowsAwayWhenTheirTimeIsOver() throws Exception {
        change("flow add", "in_port=p1,idle_timeout=1,actions=drop", "in_port=p2,hard_timeout=1,actions=drop",
                "actions=drop");
        while (flows("").size() > 1) {
            Thread.onSpinWait();
        }
        assertThat(flows("")).containsExactly("actions=drop");
    }

    @Test
    void shouldTakeManyFlowsAtOnce() throws Exception {
        String[] lines = IntStream.range(0, 20_000)
                .mapToObj(i -> "priority=%d,ip,nw_dst=10.%d.%d.0/24,actions=output:p2"
                        .formatted(1 + i % 100, i / 256, i % 256))
                .toArray(String[]::new);
        assertThat(change("flow add", lines).path("added").asInt()).isEqualTo(20_000);
        assertThat(flows("ip,nw_dst=10.3.0.0/16")).hasSize(256);
        assertThat(change("flow del", "ip").path("deleted").asInt()).isEqualTo(20_000);
    }

    private JsonNode change(String command, String... lines) throws Exception {
        ObjectNode arguments = client.newArguments();
        ArrayNode flows = arguments.putArray("flows");
        List.of(lines).forEach(flows::add);
        return client.send(command, arguments);
    }

    private ObjectNode arguments(String flow) {
        return arguments("flow", flow);
    }

    private ObjectNode arguments(String name, String value) {
        return client.newArguments().put(name, value);
    }

    private List<String> flows(String selection) throws Exception {
        JsonNode dump = client.send("flow dump", client.newArguments().put("selection", selection));
        return StreamSupport.stream(dump.spliterator(), false).map(flow -> flow.path("flow").asText()).toList();
    }

    private static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList();
    }
}
