package okko.eval.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** The schema of {@code results.json} (JSON Schema 2020-12; docs/results.schema.json), and what it says of a file. */
final class ResultsSchema {

    private static final String FILE = "results.schema.json";

    private final Schema schema;

    private ResultsSchema(Schema schema) {
        this.schema = schema;
    }

    static ResultsSchema load() throws IOException {
        try (InputStream file = ResultsSchema.class.getResourceAsStream(FILE)) {
            return new ResultsSchema(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(file, InputFormat.JSON));
        }
    }

    /**
     * Checks results.
     *
     * @param file    that they are from, or go to
     * @param results all of it
     * @throws IOException if they are not as the schema says; the message names file, place and what was expected
     */
    void check(Object file, JsonNode results) throws IOException {
        List<Error> errors = schema.validate(results);
        if (!errors.isEmpty()) {
            Error first = errors.getFirst();
            String more = errors.size() == 1 ? "" : " (and " + (errors.size() - 1) + " more)";
            throw new IOException(file + ": " + place(first) + ": " + first.getMessage() + more);
        }
    }

    /** As a path in jq: {@code .cells[3].mpps}. */
    private static String place(Error error) {
        StringBuilder path = new StringBuilder();
        for (String part : error.getInstanceLocation().toString().split("/")) {
            if (!part.isEmpty()) {
                path.append(part.matches("\\d+") ? "[" + part + "]" : "." + part);
            }
        }
        return path.isEmpty() ? "." : path.toString();
    }
}
