package okko.switchd.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** What a command was told: named texts, numbers and switches. */
public final class Arguments {

    private final JsonNode node;

    /**
     * Wraps what came over the socket.
     *
     * @param node an object, or {@code null} for no arguments
     */
    public Arguments(JsonNode node) {
        this.node = node == null ? MissingNode.getInstance() : node;
    }

    /**
     * Reads a text that must be there.
     *
     * @param name of the argument
     * @return its value
     * @throws CommandException if it is missing or no text
     */
    public String text(String name) throws CommandException {
        JsonNode value = node.path(name);
        if (!value.isTextual()) {
            throw new CommandException("argument " + name + ": expected a text");
        }
        return value.textValue();
    }

    /**
     * Reads a text that may be missing.
     *
     * @param name      of the argument
     * @param otherwise if it is missing
     * @return its value
     * @throws CommandException if it is no text
     */
    public String text(String name, String otherwise) throws CommandException {
        return node.has(name) ? text(name) : otherwise;
    }

    /**
     * Reads a whole number.
     *
     * @param name      of the argument
     * @param otherwise if it is missing
     * @param least     that is allowed
     * @return its value
     * @throws CommandException if it is something else, or too small
     */
    public long number(String name, long otherwise, long least) throws CommandException {
        JsonNode value = node.path(name);
        if (value.isMissingNode()) {
            return otherwise;
        }
        if (!value.canConvertToExactIntegral() || !value.canConvertToLong() || value.longValue() < least) {
            throw new CommandException("argument " + name + ": expected a whole number, " + least + " or more");
        }
        return value.longValue();
    }

    /**
     * Reads a switch.
     *
     * @param name of the argument
     * @return true if it is there and true
     * @throws CommandException if it is neither true nor false
     */
    public boolean flag(String name) throws CommandException {
        JsonNode value = node.path(name);
        if (!value.isMissingNode() && !value.isBoolean()) {
            throw new CommandException("argument " + name + ": expected true or false");
        }
        return value.asBoolean();
    }

    /**
     * Reads byte strings, each written in Base64.
     *
     * @param name of the argument
     * @return their bytes, in order
     * @throws CommandException if it is something else
     */
    public List<byte[]> byteStrings(String name) throws CommandException {
        List<byte[]> strings = new ArrayList<>();
        for (JsonNode element : array(name)) {
            try {
                strings.add(Base64.getDecoder().decode(element.isTextual() ? element.textValue() : "?"));
            } catch (IllegalArgumentException _) {
                throw new CommandException("argument " + name + ": expected Base64 in element " + strings.size());
            }
        }
        return strings;
    }

    /**
     * Reads texts.
     *
     * @param name of the argument
     * @return the texts, in order
     * @throws CommandException if it is something else
     */
    public List<String> texts(String name) throws CommandException {
        List<String> texts = new ArrayList<>();
        for (JsonNode element : array(name)) {
            if (!element.isTextual()) {
                throw new CommandException("argument " + name + ": expected a text in element " + texts.size());
            }
            texts.add(element.textValue());
        }
        return texts;
    }

    /**
     * Says whether an argument is there.
     *
     * @param name of the argument
     * @return true if it is
     */
    public boolean has(String name) {
        return node.has(name);
    }

    /**
     * Reads whole numbers.
     *
     * @param name of the argument
     * @return the numbers, in order, or {@code null} if the argument is missing
     * @throws CommandException if it is something else
     */
    public long[] numbers(String name) throws CommandException {
        if (!node.has(name)) {
            return null;
        }
        JsonNode array = array(name);
        long[] numbers = new long[array.size()];
        for (int i = 0; i < numbers.length; i++) {
            if (!array.get(i).canConvertToExactIntegral() || !array.get(i).canConvertToLong()) {
                throw new CommandException("argument " + name + ": expected a whole number in element " + i);
            }
            numbers[i] = array.get(i).longValue();
        }
        return numbers;
    }

    /**
     * Reads a mapping of names to values.
     *
     * @param name of the argument
     * @return the mapping
     * @throws CommandException if it is missing or something else
     */
    public JsonNode object(String name) throws CommandException {
        JsonNode value = node.path(name);
        if (!value.isObject()) {
            throw new CommandException("argument " + name + ": expected a mapping of names to values");
        }
        return value;
    }

    private JsonNode array(String name) throws CommandException {
        JsonNode array = node.path(name);
        if (!array.isArray()) {
            throw new CommandException("argument " + name + ": expected a list");
        }
        return array;
    }
}
