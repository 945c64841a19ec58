package okko.external.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A new project for a processor, written from the template files in this module's resources.
 *
 * @param name        of the project and of its ring port
 * @param packageName of the class
 * @param className   of the processor
 * @param okkoVersion to depend on
 */
record Scaffold(String name, String packageName, String className, String okkoVersion) {

    private static final String TEMPLATES = "/okko/external/scaffold/";

    /** Characters of a port's name, see docs/configuration.md. */
    private static final int LONGEST_PORT = 15;

    /** Where each template goes. */
    private Map<String, String> texts() {
        String folder = packageName.replace('.', '/') + "/" + className;
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("pom.xml", "pom.xml");
        texts.put("README.md", "README.md");
        texts.put("gitignore", ".gitignore");
        texts.put("Processor.java.txt", "src/main/java/" + folder + ".java");
        texts.put("ProcessorTest.java.txt", "src/test/java/" + folder + "Test.java");
        return texts;
    }

    /**
     * Writes the project.
     *
     * @param directory that does not exist or is empty
     * @throws IOException if it is not, or cannot be written to; nothing of what was there is changed
     */
    void write(Path directory) throws IOException {
        if (Files.exists(directory)) {
            requireEmpty(directory);
        }
        for (var text : texts().entrySet()) {
            Path file = directory.resolve(text.getValue());
            Files.createDirectories(file.getParent());
            Files.writeString(file, fill(new String(read(text.getKey()), StandardCharsets.UTF_8)));
        }
        Path capture = directory.resolve("src/test/resources/frames.pcap");
        Files.createDirectories(capture.getParent());
        Files.write(capture, read("frames.pcap"));
    }

    private static void requireEmpty(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new IOException(directory + " is there already and no directory");
        }
        try (Stream<Path> contents = Files.list(directory)) {
            if (contents.findAny().isPresent()) {
                throw new IOException(directory + " is there already and not empty; nothing was written");
            }
        }
    }

    private String fill(String template) {
        return template.replace("@name@", name)
                .replace("@port@", port())
                .replace("@package@", packageName)
                .replace("@class@", className)
                .replace("@version@", okkoVersion);
    }

    /** The project's name, or as much of it as a port may have. */
    private String port() {
        return name.length() <= LONGEST_PORT ? name : name.substring(0, LONGEST_PORT).replaceAll("-+$", "");
    }

    private static byte[] read(String template) throws IOException {
        try (InputStream resource = Scaffold.class.getResourceAsStream(TEMPLATES + template)) {
            return resource.readAllBytes();
        }
    }
}
