package okko.eval.bpf;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;

/** Writes records as JSON: their components' names are the keys. */
final class JsonOutput {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private JsonOutput() {}

    /** {@return a record as indented JSON} */
    static String text(Record value) {
        return write(MAPPER.writerWithDefaultPrettyPrinter(), value);
    }

    /** {@return a value of lists, maps, numbers and texts as JSON on one line} */
    static String line(Object value) {
        return write(MAPPER.writer(), value);
    }

    private static String write(ObjectWriter writer, Object value) {
        try {
            return writer.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new AssertionError("plain values have JSON: " + value.getClass(), e);
        }
    }
}
