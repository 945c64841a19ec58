package okko.switchd;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;

/**
 * Builds the tree of a YAML text from the parser's events. An object mapper would do it in one line, but to make one
 * took a quarter of the daemon's start.
 */
final class ConfigTree {

    private final JsonNodeFactory nodes = JsonNodeFactory.instance;
    private final JsonParser parser;

    private ConfigTree(JsonParser parser) {
        this.parser = parser;
    }

    /**
     * Reads one document.
     *
     * @param yaml text
     * @return its tree; a missing node if the text is empty
     * @throws IOException if it is no YAML, or a key occurs twice in a mapping
     */
    static JsonNode read(String yaml) throws IOException {
        YAMLFactory factory = YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
        try (JsonParser parser = factory.createParser(yaml)) {
            JsonToken first = parser.nextToken();
            return first == null ? MissingNode.getInstance() : new ConfigTree(parser).node(first);
        }
    }

    private JsonNode node(JsonToken token) throws IOException {
        return switch (token) {
            case START_OBJECT -> mapping();
            case START_ARRAY -> list();
            case VALUE_NUMBER_INT -> nodes.numberNode(parser.getBigIntegerValue());
            case VALUE_NUMBER_FLOAT -> nodes.numberNode(parser.getDoubleValue());
            case VALUE_TRUE -> nodes.booleanNode(true);
            case VALUE_FALSE -> nodes.booleanNode(false);
            case VALUE_NULL -> nodes.nullNode();
            case VALUE_STRING, VALUE_EMBEDDED_OBJECT -> nodes.textNode(parser.getText());
            case END_OBJECT, END_ARRAY, FIELD_NAME, NOT_AVAILABLE ->
                throw new IllegalStateException("a YAML parser does not say " + token + " here");
        };
    }

    private ObjectNode mapping() throws IOException {
        ObjectNode mapping = nodes.objectNode();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            mapping.set(name, node(parser.nextToken()));
        }
        return mapping;
    }

    private ArrayNode list() throws IOException {
        ArrayNode list = nodes.arrayNode();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            list.add(node(token));
        }
        return list;
    }
}
