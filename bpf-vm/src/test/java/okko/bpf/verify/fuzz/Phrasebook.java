package okko.bpf.verify.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okko.bpf.image.Abi;

/** Statements with choices in them, from a file whose form {@code fuzz/statements.txt} explains. */
final class Phrasebook {

    private static final int[] EDGES = {
        0, 1, 2, 3, 4, 7, 8, 14, 15, 16, 20, 23, 24, 31, 32, 33, 60, 63, 64, 100, 127, 128, 255, 256, 32767, 65535,
        65536, -1, -2, -4, -8, -16, -20, -128, -32768, Integer.MAX_VALUE, Integer.MIN_VALUE, Integer.MAX_VALUE - 7
    };

    private static final long[] WIDE_EDGES = {
        -1, 0, 7, 20, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 31, 1L << 32, (1L << 32) - 1, (1L << 32) + 8, -1L << 31,
        -1L << 32, (1L << 63) + 4, 0x00ff_00ff_00ff_00ffL
    };

    private static final Pattern CHOICE = Pattern.compile("\\{(?:(\\w+)=(?!=))?([^{}]*)}");
    private static final Pattern RANGE = Pattern.compile("(-?\\w+)\\.\\.(-?\\w+)");
    private static final Pattern SUM = Pattern.compile("(-?\\w+)(?:([+-])(\\d+))?");
    private static final String BETWEEN_CHOICES = ",(?! )";

    /** One way to put something; as often in the list as its weight says. */
    record Phrase(List<Abi> abis, Shape shape, String text) {

        /** The statement, all its choices made. */
        String statement(Random random) {
            return settled(text, random).replace("@", "");
        }
    }

    /** Whether a statement goes back. */
    enum Shape { STRAIGHT, LOOP }

    private final Map<Abi, List<Phrase>> phrases = new HashMap<>();

    private Phrasebook(List<Phrase> all) {
        for (Abi abi : Abi.values()) {
            phrases.put(abi, all.stream().filter(each -> each.abis.contains(abi)).toList());
        }
    }

    static Phrasebook read(String resource) {
        try (var stream = Phrasebook.class.getResourceAsStream("/fuzz/" + resource)) {
            String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            List<Phrase> phrases = new ArrayList<>();
            for (String each : text.split("(?m)^== ")) {
                if (!each.startsWith("#")) {
                    addParsed(each, phrases);
                }
            }
            return new Phrasebook(phrases);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void addParsed(String text, List<Phrase> phrases) {
        List<Abi> abis = List.of(Abi.values());
        Shape shape = Shape.STRAIGHT;
        int weight = 1;
        var statement = new StringBuilder();
        for (String line : text.lines().skip(1).toList()) {
            if (line.startsWith("abi ")) {
                abis = Pattern.compile(" ").splitAsStream(line).skip(1)
                        .map(name -> Abi.valueOf(name.toUpperCase(Locale.ROOT))).toList();
            } else if (line.startsWith("weight ")) {
                weight = Integer.parseInt(line.substring("weight ".length()));
            } else if (line.equals("loop")) {
                shape = Shape.LOOP;
            } else {
                statement.append(line).append('\n');
            }
        }
        for (int i = 0; i < weight; i++) {
            phrases.add(new Phrase(abis, shape, statement.toString()));
        }
    }

    /** Something that programs of an ABI may say. */
    Phrase draw(Abi abi, Random random) {
        List<Phrase> choices = phrases.get(abi);
        return choices.get(random.nextInt(choices.size()));
    }

    /** From left to right, from the inside to the outside. */
    private static String settled(String text, Random random) {
        var names = new HashMap<String, String>();
        String settled = text;
        for (Matcher choice = CHOICE.matcher(settled); choice.find(); choice = CHOICE.matcher(settled)) {
            String chosen = chosen(choice.group(2), names, random);
            if (choice.group(1) != null) {
                names.put(choice.group(1), chosen);
            }
            settled = settled.substring(0, choice.start()) + chosen + settled.substring(choice.end());
        }
        return settled;
    }

    private static String chosen(String choices, Map<String, String> names, Random random) {
        String[] each = choices.split(BETWEEN_CHOICES, -1);
        if (each.length > 1) {
            return each[random.nextInt(each.length)];
        }
        Matcher range = RANGE.matcher(choices);
        if (range.matches()) {
            int least = Integer.parseInt(names.getOrDefault(range.group(1), range.group(1)));
            int greatest = Integer.parseInt(names.getOrDefault(range.group(2), range.group(2)));
            return Integer.toString(least + random.nextInt(greatest - least + 1));
        }
        return switch (choices) {
            case "edge" -> Integer.toString(EDGES[random.nextInt(EDGES.length)]);
            case "wide" -> Long.toString(WIDE_EDGES[random.nextInt(WIDE_EDGES.length)]);
            default -> named(choices, names);
        };
    }

    private static String named(String text, Map<String, String> names) {
        Matcher sum = SUM.matcher(text);
        if (!sum.matches()) {
            throw new IllegalArgumentException("neither a choice nor a name: text=" + text);
        }
        String value = names.getOrDefault(sum.group(1), sum.group(1));
        if (sum.group(2) == null) {
            return value;
        }
        int by = Integer.parseInt(sum.group(3));
        return Integer.toString(Integer.parseInt(value) + (sum.group(2).equals("+") ? by : -by));
    }
}
