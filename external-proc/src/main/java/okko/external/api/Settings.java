package okko.external.api;

import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The settings of a processor, {@code --set KEY=VALUE} on the command line. It remembers which keys were asked for, so
 * that a misspelt one is an error and not ignored.
 */
public final class Settings {

    private final Map<String, String> values;
    private final TreeSet<String> known = new TreeSet<>();

    /**
     * Takes settings.
     *
     * @param values by key
     */
    public Settings(Map<String, String> values) {
        this.values = new TreeMap<>(values);
    }

    /**
     * Reads a setting that must be given.
     *
     * @param key of the setting
     * @return its value
     * @throws IllegalArgumentException if it was not given
     */
    public String text(String key) {
        known.add(key);
        String value = values.get(key);
        if (value == null) {
            throw new IllegalArgumentException("a setting is missing: --set " + key + "=...");
        }
        return value;
    }

    /**
     * Reads a setting.
     *
     * @param key      of the setting
     * @param fallback if it was not given
     * @return its value
     */
    public String text(String key, String fallback) {
        known.add(key);
        return values.getOrDefault(key, fallback);
    }

    /**
     * Reads a number.
     *
     * @param key      of the setting
     * @param fallback if it was not given
     * @param least    smallest value allowed
     * @param most     largest value allowed
     * @return its value
     * @throws IllegalArgumentException if it is no such number
     */
    public long number(String key, long fallback, long least, long most) {
        known.add(key);
        String value = values.get(key);
        if (value == null) {
            return fallback;
        }
        try {
            long number = Long.parseLong(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below, in the words that a number out of range gets.
        }
        throw new IllegalArgumentException("--set " + key + ": expected a number from " + least + " to " + most
                + ", not " + value);
    }

    /**
     * Checks that every setting was asked for.
     *
     * @throws IllegalArgumentException if one was not, with the keys that were
     */
    public void requireAllKnown() {
        for (String key : values.keySet()) {
            if (!known.contains(key)) {
                throw new IllegalArgumentException("--set " + key + ": no such setting; this processor has "
                        + (known.isEmpty() ? "none" : String.join(", ", known)));
            }
        }
    }
}
