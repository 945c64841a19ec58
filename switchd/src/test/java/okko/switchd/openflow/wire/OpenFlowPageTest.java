package okko.switchd.openflow.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import okko.switchd.flow.Action;
import okko.switchd.flow.Flow;
import okko.switchd.openflow.ChangeMessage.FlowMod;
import okko.switchd.openflow.Dialect;
import okko.switchd.openflow.HandshakeMessage.Failure;
import okko.switchd.openflow.Message;
import okko.switchd.openflow.OpenFlowError;
import okko.switchd.openflow.OpenFlowVersion;
import okko.switchd.openflow.ProgramDescription;
import okko.switchd.openflow.ProgramMessage.DumpMaps;
import okko.switchd.openflow.ProgramMessage.MapDump;
import okko.switchd.openflow.ProgramMessage.ProgramList;
import okko.switchd.openflow.ProgramMessage.UpdateMap;
import okko.switchd.openflow.StatisticsReply;
import okko.switchd.program.FilterEngine;
import okko.switchd.program.ProgramAbi;
import okko.switchd.program.ProgramUse;
import org.junit.jupiter.api.Test;

/** Holds the code to the bytes on {@code docs/openflow.md}. */
class OpenFlowPageTest {

    private static final Path PAGE = Path.of("../docs/openflow.md");
    private static final Pattern EXAMPLE = Pattern.compile(
            "(?m)^(?<title>.+), OpenFlow (?<version>1\\.\\d)(?<dialect> of Oko| of P4rt-OVS|); `(?<type>\\w+)`:\\n\\n"
                    + "```hex\\n(?<hex>[0-9a-f \\n]+)```");

    private record Example(String title, Encoding encoding, String type, byte[] frame) {}

    private static List<Example> examples() throws IOException {
        List<Example> examples = new ArrayList<>();
        for (MatchResult result : EXAMPLE.matcher(Files.readString(PAGE)).results().toList()) {
            OpenFlowVersion version = List.of(OpenFlowVersion.values()).stream()
                    .filter(each -> each.number().equals(result.group("version"))).findAny().orElseThrow();
            Dialect dialect = switch (result.group("dialect")) {
                case " of Oko" -> Dialect.OKO;
                case " of P4rt-OVS" -> Dialect.P4RT;
                default -> Dialect.OKKO;
            };
            examples.add(new Example(result.group("title"), Encoding.initial(version, dialect), result.group("type"),
                    HexFormat.of().parseHex(result.group("hex").replaceAll("\\s", ""))));
        }
        return examples;
    }

    private static Message decode(String title) throws Exception {
        Example example = examples().stream().filter(each -> each.title.equals(title)).findAny().orElseThrow();
        return new MessageCodec(example.encoding).decode(example.frame).message();
    }

    @Test
    void shouldReadAndWriteAllExamples() throws Exception {
        List<Example> examples = examples();
        assertThat(examples).hasSizeGreaterThan(10);
        for (Example example : examples) {
            MessageCodec codec = new MessageCodec(example.encoding);
            Decoded decoded = codec.decode(example.frame);
            assertThat(decoded.message().getClass().getSimpleName()).as(example.title).isEqualTo(example.type);
            List<byte[]> frames = new ArrayList<>();
            codec.encode(decoded.xid(), decoded.message(), frames::add);
            assertThat(frames).as(example.title).containsExactly(example.frame);
        }
    }

    @Test
    void shouldReadWhatTheExamplesSay() throws Exception {
        assertThat(decode("PROGRAMS, the answer")).isEqualTo(new ProgramList(List.of(new ProgramDescription(1, "count",
                ProgramUse.FILTER, ProgramAbi.OKO, FilterEngine.JIT, "switch", 1, 22, 1352, 1_700_000_000_000L, 3, 2, 0,
                41_500))));
        UpdateMap update = (UpdateMap) decode("UPDATE_MAP");
        assertThat(update.entries().entries(update.entries().entries().bytes())).singleElement().satisfies(entry -> {
            assertThat(entry.key()).containsExactly(14, 0, 16, 172);
            assertThat(entry.value()).containsExactly(1, 0, 0, 0);
        });
        assertThat(((DumpMaps) decode("DUMP_MAP_REQUEST")).maps()).containsExactly(2);
        assertThat(((MapDump) decode("BPF_DUMP_MAP_REPLY")).parts()).singleElement().satisfies(part -> {
            assertThat(part.program()).isEqualTo(1);
            assertThat(part.map()).isEqualTo(2);
            assertThat(part.entries(part.entries().bytes())).hasSize(1);
        });
        assertThat(((ProgramList) decode("BPF_SHOW_PROG_REPLY")).programs()).singleElement()
                .returns(2, ProgramDescription::maps).returns(1_583_614_843_000L, ProgramDescription::loadedAtMs);
        Failure failure = (Failure) decode("an error");
        assertThat(failure.error()).isEqualTo(OpenFlowError.OKKO_NO_SUCH_PROGRAM);
        assertThat(failure.reason()).isEqualTo("filter_prog=7 is not loaded");
        assertThat(failure.cause()).hasSize(24);
    }

    @Test
    void shouldReadProgramsInTheMiddleOfOkosStructures() throws Exception {
        for (Example example : examples()) {
            if (example.encoding.dialect() != Dialect.OKO) {
                continue;
            }
            Flow flow = switch (new MessageCodec(example.encoding).decode(example.frame).message()) {
                case FlowMod mod -> mod.flow();
                case StatisticsReply.Flows flows -> flows.flows().getFirst().flow();
                default -> null;
            };
            if (flow != null) {
                assertThat(flow.filterProgram()).as(example.title).isEqualTo(7);
                assertThat(flow.actions()).as(example.title).containsExactly(new Action.Output(2));
            }
        }
    }

    @Test
    void shouldReadTheActionOfP4rt() throws Exception {
        assertThat(((FlowMod) decode("FLOW_MOD with prog:1")).flow().actions())
                .containsExactly(new Action.Program(1), new Action.Output(2));
    }
}
