package okko.eval.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import okko.eval.load.LatencyLogs;

/** The files of a result directory. Each is written aside and moved into place, so none is ever half there. */
public final class ResultFiles {

    /** Everything. */
    public static final String JSON = "results.json";
    /** A line per cell. */
    public static final String CSV = "results.csv";
    /** A summary for a pull request. */
    public static final String SUMMARY = "summary.md";
    /** The page. */
    public static final String HTML = "report.html";

    private static final JsonMapper MAPPER = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
            .build();

    private final Path directory;

    /**
     * Names a directory.
     *
     * @param directory that holds the files, or will
     */
    public ResultFiles(Path directory) {
        this.directory = directory;
    }

    /**
     * Makes sure, before long work is begun, that the files can be written.
     *
     * @throws IOException if the directory cannot be made or written to
     */
    public void prepare() throws IOException {
        Files.createDirectories(directory);
        Files.delete(Files.createTempFile(directory, "probe", null));
    }

    /**
     * Writes all files.
     *
     * @param results to write
     * @throws IOException if one of them cannot be written
     */
    public void write(Results results) throws IOException {
        ResultsSchema.load().check(directory.resolve(JSON), MAPPER.valueToTree(results));
        replace(JSON, MAPPER.writeValueAsString(results) + "\n");
        LatencyLogs.write(directory, results.load());
        writeDerived(results);
    }

    /**
     * Writes the files that are made from {@value #JSON}.
     *
     * @param results to write
     * @throws IOException if one of them cannot be written
     */
    public void writeDerived(Results results) throws IOException {
        replace(CSV, ResultsCsv.of(results));
        replace(SUMMARY, MarkdownSummary.of(results));
        replace(HTML, ReportPage.of(results));
    }

    /**
     * Reads {@value #JSON}.
     *
     * @return the results
     * @throws IOException if the file cannot be read, or does not hold results of {@link Results#SCHEMA_VERSION} as
     *                     their schema says; the message names the file and the place in it
     */
    public Results read() throws IOException {
        return read(directory.resolve(JSON));
    }

    /**
     * Reads a file of results, whatever its name.
     *
     * @param file to read
     * @return the results
     * @throws IOException if the file cannot be read, or does not hold results of {@link Results#SCHEMA_VERSION}; the
     *                     message names the file
     */
    public static Results read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException(file + ": no such file; expected the result of okko eval run");
        }
        try {
            JsonNode tree = MAPPER.readTree(Files.readAllBytes(file));
            int version = tree.path("schemaVersion").asInt(0);
            if (version != Results.SCHEMA_VERSION) {
                throw new IOException(file + ": schemaVersion is " + version + ", expected " + Results.SCHEMA_VERSION);
            }
            ResultsSchema.load().check(file, tree);
            return MAPPER.treeToValue(tree, Results.class);
        } catch (JsonProcessingException e) {
            throw new IOException(file + ": " + e.getOriginalMessage(), e);
        }
    }

    private void replace(String name, String text) throws IOException {
        // Not a temporary file of the JDK's: those are readable by their owner alone.
        Path aside = directory.resolve("." + name + ".part");
        try {
            Files.writeString(aside, text);
            Files.move(aside, directory.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(aside);
        }
    }
}
