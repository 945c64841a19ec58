package okko.eval.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsSchemaTest {

    private final JsonMapper mapper = JsonMapper.builder().defaultPropertyInclusion(
            JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL)).build();

    @TempDir
    private Path directory;
    private ObjectNode results;

    @BeforeEach
    void read() {
        results = mapper.valueToTree(CompleteResults.build());
    }

    @Test
    void shouldAcceptEveryFigure() {
        assertThatCode(() -> ResultsSchema.load().check("results.json", results)).doesNotThrowAnyException();
    }

    @Test
    void shouldNameFilePlaceAndWhatWasExpected() throws IOException {
        ((ObjectNode) results.path("cells").path(1).path("mpps")).put("median", "fast");

        assertThatThrownBy(() -> ResultsSchema.load().check("a/results.json", results)).isInstanceOf(IOException.class)
                .hasMessageStartingWith("a/results.json: .cells[1].mpps.median: ").hasMessageContaining("number");
    }

    @Test
    void shouldAskForNumbersOfWhatIsProved() {
        ((ObjectNode) results.path("cells").path(1)).remove("mpps");

        assertThatThrownBy(() -> ResultsSchema.load().check("results.json", results))
                .hasMessageStartingWith("results.json: .cells[1]: ").hasMessageContaining("mpps");
    }

    @Test
    void shouldAskForAReasonOfWhatIsNot() {
        ((ObjectNode) results.path("cells").path(11)).remove("reason");

        assertThatThrownBy(() -> ResultsSchema.load().check("results.json", results)).hasMessageContaining("reason");
    }

    @Test
    void shouldRefuseAFileThatIsNotAsTheSchemaSays() throws IOException {
        results.remove("environment");
        Files.writeString(directory.resolve("results.json"), mapper.writeValueAsString(results));

        assertThatThrownBy(() -> new ResultFiles(directory).read()).isInstanceOf(IOException.class)
                .hasMessageStartingWith(directory + "/results.json: .: ").hasMessageContaining("environment");
    }

    @Test
    void shouldDescribeEveryKeyThatIsWritten() throws IOException {
        JsonNode schema = mapper.readTree(Path.of("../docs/results.schema.json").toFile());
        List<String> undescribed = new ArrayList<>();
        walk("", results, schema, schema, undescribed);

        assertThat(undescribed).isEmpty();
    }

    private static void walk(String path, JsonNode value, JsonNode schema, JsonNode root, List<String> undescribed) {
        JsonNode said = schema.has("$ref") ? root.at(schema.path("$ref").asText().substring(1)) : schema;
        if (value.isArray()) {
            for (JsonNode element : value) {
                walk(path + "[]", element, said.path("items"), root, undescribed);
            }
        }
        value.properties().forEach(entry -> {
            JsonNode property = said.path("properties").has(entry.getKey())
                    ? said.path("properties").path(entry.getKey()) : said.path("additionalProperties");
            if (!property.has("description")) {
                undescribed.add(path + "." + entry.getKey());
            } else {
                walk(path + "." + entry.getKey(), entry.getValue(), property, root, undescribed);
            }
        });
    }
}
