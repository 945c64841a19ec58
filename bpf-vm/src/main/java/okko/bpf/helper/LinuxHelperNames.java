package okko.bpf.helper;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The names of all of Linux's helpers, also of those that are not here: for messages. */
public final class LinuxHelperNames {

    private LinuxHelperNames() {}

    /**
     * Finds the name of a helper.
     *
     * @param number as in the call instruction
     * @return its name, or {@code null} if Linux has no such helper either
     */
    public static String name(int number) {
        String prefix = number + " ";
        try (InputStream names = LinuxHelperNames.class.getResourceAsStream("linux-helpers.txt")) {
            return new String(names.readAllBytes(), StandardCharsets.US_ASCII).lines()
                    .filter(line -> line.startsWith(prefix))
                    .map(line -> line.substring(prefix.length()))
                    .findFirst().orElse(null);
        } catch (IOException e) {
            throw new UncheckedIOException("a resource of this class is missing", e);
        }
    }
}
