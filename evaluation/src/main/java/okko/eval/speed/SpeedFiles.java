package okko.eval.speed;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/** The timed programs' files, which come in the class path, in a directory of their own while they are needed. */
public final class SpeedFiles implements AutoCloseable {

    static final String NATIVE = "native";

    private static final String SOURCES = "/okko/eval/bpf/bench/";
    private static final String TRAFFIC = "/okko/eval/traffic/";
    private static final List<String> NATIVE_SOURCES = List.of("native.h", "map.c", "main.c");

    private final Path directory;

    /**
     * Makes an empty directory.
     *
     * @throws IOException if there is no room for it
     */
    public SpeedFiles() throws IOException {
        directory = Files.createTempDirectory("okko-speed");
    }

    /** {@return the directory} */
    public Path directory() {
        return directory;
    }

    /**
     * Copies a program's object.
     *
     * @param program which
     * @return the file
     * @throws IOException if it cannot be written
     */
    public Path object(SpeedProgram program) throws IOException {
        return extract(SOURCES, program.label() + ".o", directory);
    }

    /**
     * Copies a program's source, and what it includes.
     *
     * @param program which
     * @return the file
     * @throws IOException if it cannot be written
     */
    public Path source(SpeedProgram program) throws IOException {
        extractNative(directory);
        extract(SOURCES, "bench.h", directory);
        return extract(SOURCES, program.label() + ".c", directory);
    }

    /**
     * Copies the packets.
     *
     * @return a capture
     * @throws IOException if it cannot be written
     */
    public Path capture() throws IOException {
        return extract(TRAFFIC, "syn.pcap", directory);
    }

    /** Copies the C files that belong to any native program into a subdirectory. */
    static void extractNative(Path directory) throws IOException {
        Path target = Files.createDirectories(directory.resolve(NATIVE));
        for (String name : NATIVE_SOURCES) {
            extract(SOURCES + NATIVE + "/", name, target);
        }
    }

    @Override
    public void close() throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.walk(directory)) {
            files = found.toList().reversed();
        }
        for (Path file : files) {
            Files.delete(file);
        }
    }

    private static Path extract(String place, String name, Path directory) throws IOException {
        Path file = directory.resolve(name);
        try (InputStream contents = SpeedFiles.class.getResourceAsStream(place + name)) {
            if (contents == null) {
                throw new IOException(place + name + ": not in the class path; is the build complete?");
            }
            Files.copy(contents, file, StandardCopyOption.REPLACE_EXISTING);
        }
        return file;
    }
}
