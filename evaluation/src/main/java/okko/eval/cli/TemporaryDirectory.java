package okko.eval.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A directory for as long as a command takes; it goes with all that is in it.
 *
 * @param path of it
 */
record TemporaryDirectory(Path path) implements AutoCloseable {

    /**
     * Makes one.
     *
     * @param prefix of its name
     * @return the directory, empty
     * @throws IOException if it cannot be made
     */
    static TemporaryDirectory create(String prefix) throws IOException {
        return new TemporaryDirectory(Files.createTempDirectory(prefix));
    }

    @Override
    public void close() throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.walk(path)) {
            files = found.toList().reversed();
        }
        for (Path file : files) {
            Files.delete(file);
        }
    }
}
