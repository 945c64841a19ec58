package okko.switchd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/**
 * One mapping of a configuration file. Each question takes a key away; what is left when {@link #finish} is called was
 * misspelt. Whatever is wrong becomes a finding, and the answer a default, so that one reading finds everything.
 */
final class ConfigNode {

    private final String path;
    private final JsonNode node;
    private final List<String> findings;
    private final Set<String> asked = new LinkedHashSet<>();

    private ConfigNode(String path, JsonNode node, List<String> findings) {
        this.path = path;
        this.node = node;
        this.findings = findings;
    }

    /**
     * Begins with the whole file.
     *
     * @param file     name to begin each finding with
     * @param root     contents
     * @param findings to add to
     */
    static ConfigNode root(String file, JsonNode root, List<String> findings) {
        return of(file + ": ", root, findings);
    }

    private static ConfigNode of(String path, JsonNode node, List<String> findings) {
        ConfigNode wrapped = new ConfigNode(path, node, findings);
        if (!node.isObject() && !node.isMissingNode()) {
            findings.add(path.replaceAll("[.: ]+$", "") + ": expected a mapping of names to values, found "
                    + describe(node));
        }
        return wrapped;
    }

    /** Adds a finding about a key of this mapping. */
    void report(String key, String text) {
        findings.add(path + key + ": " + text);
    }

    private JsonNode take(String key) {
        asked.add(key);
        return node.isObject() ? node.path(key) : MissingNode.getInstance();
    }

    boolean has(String key) {
        return node.has(key);
    }

    String text(String key, String otherwise) {
        JsonNode value = take(key);
        if (value.isMissingNode()) {
            return otherwise;
        }
        if (!value.isValueNode() || value.isNull() || value.asText().isEmpty()) {
            report(key, "expected a text, found " + describe(value));
            return otherwise;
        }
        return value.asText();
    }

    int integer(String key, int otherwise, int least, int most) {
        JsonNode value = take(key);
        if (value.isMissingNode()) {
            return otherwise;
        }
        if (!value.canConvertToExactIntegral() || !value.canConvertToInt()
                || value.intValue() < least || value.intValue() > most) {
            report(key, "expected a whole number from " + least + " to " + most + ", found " + describe(value));
            return otherwise;
        }
        return value.intValue();
    }

    List<Integer> integers(String key, int least, int most) {
        JsonNode value = take(key);
        List<Integer> integers = new ArrayList<>();
        if (!value.isMissingNode() && !value.isArray()) {
            report(key, "expected a list of whole numbers, found " + describe(value));
        }
        for (int i = 0; value.isArray() && i < value.size(); i++) {
            JsonNode each = value.get(i);
            boolean fits = each.canConvertToExactIntegral() && each.canConvertToInt()
                    && each.intValue() >= least && each.intValue() <= most;
            integers.add(fits ? each.intValue() : least);
            if (!fits) {
                report(key + "[" + i + "]", "expected a whole number from " + least + " to " + most + ", found "
                        + describe(each));
            }
        }
        return integers;
    }

    /** Chooses by name; YAML's own {@code null}, {@code true} and {@code false} count as the words they are. */
    <T> T choice(String key, String what, Map<String, T> choices, T otherwise) {
        JsonNode value = take(key);
        if (value.isMissingNode()) {
            return otherwise;
        }
        T chosen = value.isValueNode() ? choices.get(value.asText()) : null;
        if (chosen == null) {
            String found = value.isValueNode() ? "\"" + value.asText() + "\"" : describe(value);
            report(key, "unknown " + what + " " + found + "; expected one of "
                    + String.join(", ", new TreeSet<>(choices.keySet())));
            return otherwise;
        }
        return chosen;
    }

    /** Gives an inner mapping; an empty one if the key is missing. */
    ConfigNode section(String key) {
        return of(path + key + ".", take(key), findings);
    }

    /** Shows each inner mapping of a mapping of mappings: ports by name, for instance. */
    void sections(String key, BiConsumer<String, ConfigNode> visitor) {
        JsonNode value = take(key);
        ConfigNode outer = of(path + key + ".", value, findings);
        if (value.isObject()) {
            for (Map.Entry<String, JsonNode> entry : value.properties()) {
                ConfigNode inner = outer.section(entry.getKey());
                visitor.accept(entry.getKey(), inner);
                inner.finish();
            }
        }
    }

    List<String> texts(String key) {
        JsonNode value = take(key);
        List<String> texts = new ArrayList<>();
        if (!value.isMissingNode() && !value.isArray()) {
            report(key, "expected a list of texts, found " + describe(value));
        }
        for (int i = 0; value.isArray() && i < value.size(); i++) {
            if (value.get(i).isTextual()) {
                texts.add(value.get(i).asText());
            } else {
                report(key + "[" + i + "]", "expected a text, found " + describe(value.get(i)));
            }
        }
        return texts;
    }

    /** Reports the keys that nobody has asked for. */
    void finish() {
        if (node.isObject()) {
            for (Map.Entry<String, JsonNode> entry : node.properties()) {
                if (!asked.contains(entry.getKey())) {
                    report(entry.getKey(), "unknown key; expected one of " + String.join(", ", asked));
                }
            }
        }
    }

    private static String describe(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT -> "a mapping";
            case ARRAY -> "a list";
            case NULL -> "nothing";
            case STRING -> "\"" + value.asText() + "\"";
            case BOOLEAN, NUMBER -> value.asText();
            case BINARY, MISSING, POJO -> value.getNodeType().toString();
        };
    }
}
