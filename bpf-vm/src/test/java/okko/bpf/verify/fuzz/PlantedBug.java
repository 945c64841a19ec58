package okko.bpf.verify.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A mistake that somebody could make in the verifier, from {@code fuzz/planted-bugs.txt}.
 *
 * @param title  what is wrong
 * @param source file of the verifier that it is in
 * @param found  text of that file, spaces and line ends not counted
 * @param put    what takes its place
 */
record PlantedBug(String title, String source, String found, String put) {

    private static final Path SOURCES = Path.of("src", "main", "java", "okko", "bpf", "verify");

    static List<PlantedBug> all() {
        try (var stream = PlantedBug.class.getResourceAsStream("/fuzz/planted-bugs.txt")) {
            List<PlantedBug> bugs = new ArrayList<>();
            for (String each : new String(stream.readAllBytes(), StandardCharsets.UTF_8).split("(?m)^== ")) {
                if (!each.startsWith("#")) {
                    List<String> lines = each.lines().toList();
                    bugs.add(new PlantedBug(
                            lines.getFirst(), marked(lines, "in "), marked(lines, "- "), marked(lines, "+ ")));
                }
            }
            return bugs;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String marked(List<String> lines, String mark) {
        return lines.stream().filter(line -> line.startsWith(mark)).map(line -> line.substring(mark.length()))
                .collect(Collectors.joining("\n"));
    }

    /** {@return the file's text with the bug in it} */
    String mutatedSource() throws IOException {
        String text = Files.readString(SOURCES.resolve(source));
        Matcher place = Pattern.compile(Pattern.compile("\\s+").splitAsStream(found)
                .map(Pattern::quote).collect(Collectors.joining("\\s+"))).matcher(text);
        if (!place.find() || place.find()) {
            throw new IllegalStateException(
                    "planted-bugs.txt, %s: its text must occur once in %s:%n%s".formatted(title, source, found));
        }
        return place.replaceAll(Matcher.quoteReplacement(put));
    }

    /** {@return the class that the file is named after} */
    String className() {
        return "okko.bpf.verify." + source.replace(".java", "");
    }

    @Override
    public String toString() {
        return title;
    }
}
