package okko.bpf.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Where our verdict and that of Linux may differ, and why: {@code verifier/witness.txt}, which explains its form. */
final class WitnessList {

    private static final Pattern SEPARATOR = Pattern.compile(" \\| ");

    private final String kernel;
    private final Set<String> entries = new LinkedHashSet<>();
    private final Map<String, List<Pattern>> patterns =
            Map.of("mutants", new ArrayList<>(), "objects", new ArrayList<>());

    private WitnessList(String kernel) {
        this.kernel = kernel;
    }

    static WitnessList read() {
        try (var stream = WitnessList.class.getResourceAsStream("/verifier/witness.txt")) {
            List<String> lines = new String(stream.readAllBytes(), StandardCharsets.UTF_8).lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
            var list = new WitnessList(lines.getFirst().substring("kernel ".length()));
            lines.stream().skip(1).forEach(list::add);
            return list;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void add(String line) {
        String[] fields = SEPARATOR.split(line, -1);
        switch (fields[0]) {
            case "ours-accepts", "ours-refuses" -> require(fields.length == 4 && entries.add(entry(fields)), line);
            case "mutants", "objects" ->
                require(fields.length == 3 && patterns.get(fields[0]).add(Pattern.compile(fields[1])), line);
            default -> require(false, line);
        }
    }

    private static void require(boolean isWellFormed, String line) {
        if (!isWellFormed) {
            throw new IllegalArgumentException("witness.txt: not an entry, or the second one of its kind: " + line);
        }
    }

    private static String entry(String... fields) {
        return fields[0] + " | " + fields[1] + " | " + fields[2];
    }

    /** The release of the kernel that the list is about, its first two numbers. */
    String kernel() {
        return kernel;
    }

    /** What differs without a reason given, and reasons given for what does not differ. */
    List<String> disagreements(String group, Set<String> differences) {
        var wrong = new ArrayList<String>();
        differences.stream().filter(each -> !entries.contains(each) && !explains(group, each))
                .map("not listed: "::concat).forEach(wrong::add);
        entries.stream().filter(each -> group.equals(group(each)) && !differences.contains(each))
                .map("listed, but not so: "::concat).forEach(wrong::add);
        return wrong;
    }

    /** The part of an entry's title before the colon, all of a file of cases being "cases". */
    private static String group(String entry) {
        return SEPARATOR.split(entry)[1].contains(".txt: ") ? "cases" : "objects";
    }

    /** Whether a difference is of a kind that a pattern of the list explains. */
    boolean explains(String group, String difference) {
        String reason = SEPARATOR.split(difference)[2];
        return patterns.getOrDefault(group, List.of()).stream().anyMatch(each -> each.matcher(reason).matches());
    }
}
