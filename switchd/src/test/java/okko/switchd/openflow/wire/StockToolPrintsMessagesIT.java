package okko.switchd.openflow.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import okko.switchd.openflow.HandshakeMessage.Failure;
import okko.switchd.openflow.Message;
import okko.switchd.openflow.OpenFlowError;
import okko.switchd.openflow.OpenFlowVersion;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Has {@code ovs-ofctl ofp-parse} print what Okko writes. */
@Timeout(60)
class StockToolPrintsMessagesIT {

    private static final Path TOOL = Path.of("/usr/bin/ovs-ofctl");

    /** Open vSwitch kept the names that some errors had in OpenFlow 1.0, and dropped others. */
    private static final Map<OpenFlowError, String> NAMES = Map.of(
            OpenFlowError.OFPBRC_BAD_MULTIPART, "OFPBRC_BAD_STAT",
            OpenFlowError.OFPBRC_BAD_EXPERIMENTER, "OFPBRC_BAD_VENDOR",
            OpenFlowError.OFPBRC_BAD_EXPERIMENTER_TYPE, "OFPBRC_BAD_SUBTYPE",
            OpenFlowError.OFPBRC_IS_SLAVE, "OFPBRC_IS_SECONDARY",
            OpenFlowError.OFPBAC_BAD_EXPERIMENTER, "OFPBAC_BAD_VENDOR",
            OpenFlowError.OFPBAC_BAD_EXP_TYPE, "OFPBAC_BAD_VENDOR_TYPE");
    private static final Map<OpenFlowError, String> NAMES_10 = Map.of(
            OpenFlowError.OFPFMFC_BAD_TIMEOUT, "OFPFMFC_BAD_EMERG_TIMEOUT",
            OpenFlowError.OFPFMFC_UNKNOWN, "OFPFMFC_UNSUPPORTED");

    @TempDir
    private Path directory;

    @BeforeAll
    static void needsTheTool() {
        assumeThat(TOOL).as("Open vSwitch's ovs-ofctl is not installed").exists();
    }

    @ParameterizedTest
    @EnumSource(OpenFlowVersion.class)
    void shouldSayErrorsThatTheToolKnowsByName(OpenFlowVersion version) throws IOException, InterruptedException {
        List<Message> errors = new ArrayList<>();
        List<String> names = new ArrayList<>();
        ErrorCodes codes = ErrorCodes.of(version);
        for (OpenFlowError error : OpenFlowError.values()) {
            if (error.name().startsWith("OKKO_")) {
                continue; // the tool cannot know them
            }
            errors.add(new Failure(error.type(), error.code(), error, "", new byte[0]));
            OpenFlowError said = codes.error(codes.code(error)).orElseThrow();
            String name = NAMES.getOrDefault(said, said.name());
            names.add(version == OpenFlowVersion.V1_0 ? NAMES_10.getOrDefault(said, name) : name);
        }
        assertThat(print(version, errors).lines().filter(line -> line.startsWith("OFPT_ERROR"))
                .map(line -> line.substring(line.indexOf("): ") + 3)).toList()).isEqualTo(names);
    }

    @ParameterizedTest
    @EnumSource(OpenFlowVersion.class)
    void shouldWriteMessagesThatTheToolUnderstands(OpenFlowVersion version) throws IOException, InterruptedException {
        List<Message> messages = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        Samples.of(version).forEach(sample -> {
            messages.add(sample.message());
            texts.addAll(sample.printed());
        });
        String printed = print(version, messages);
        assertThat(printed).doesNotContain("***");
        assertThat(printed).containsSubsequence(texts);
    }

    private String print(OpenFlowVersion version, List<Message> messages) throws IOException, InterruptedException {
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        MessageCodec codec = Captures.codec(version);
        messages.forEach(message -> codec.encode(1, message, frames::writeBytes));
        Path file = Files.write(directory.resolve("frames"), frames.toByteArray());
        Path output = directory.resolve("output");
        Process tool = new ProcessBuilder(TOOL.toString(), "-voff", "ofp-parse", file.toString())
                .redirectErrorStream(true).redirectOutput(output.toFile()).start();
        try {
            assertThat(tool.waitFor(30, TimeUnit.SECONDS)).isTrue();
        } finally {
            tool.destroyForcibly();
        }
        return Files.readString(output, StandardCharsets.UTF_8);
    }
}
