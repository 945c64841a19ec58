package okko.eval.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A browser without a window, started anew for each question. */
final class Chromium {

    private static final Path PROGRAM = Path.of("/usr/bin/chromium");
    private static final int PATIENCE_SECONDS = 120;
    private static final List<String> QUIET = List.of("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
            "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--disable-dev-shm-usage", "--hide-scrollbars");
    private static final Pattern MEASURED = Pattern.compile("data-measured=\"([^\"]*)\"");

    private final Path directory;

    /**
     * Names a place for its files.
     *
     * @param directory that is empty
     */
    Chromium(Path directory) {
        this.directory = directory;
    }

    enum Scheme {
        DARK("0"),
        LIGHT("1");

        private final String setting;

        Scheme(String setting) {
            this.setting = setting;
        }
    }

    static boolean isThere() {
        return Files.isExecutable(PROGRAM);
    }

    /**
     * Opens a copy of a page that runs a script when it is there.
     *
     * @param page   to open
     * @param scheme that the reader likes
     * @param width  of the window, in pixels
     * @param script expression in JavaScript
     * @return its value
     */
    JsonNode measure(Path page, Scheme scheme, int width, String script) throws IOException, InterruptedException {
        Path copy = directory.resolve("measured.html");
        Files.writeString(copy, Files.readString(page).replace("</body>", "<script>document.documentElement.dataset"
                + ".measured = btoa(unescape(encodeURIComponent(JSON.stringify(" + script + "))))</script></body>"));
        String dom = run(scheme, width, copy, "--dump-dom");
        Matcher measured = MEASURED.matcher(dom);
        assertThat(measured.find()).as("a page with what was measured, not: %.500s", dom).isTrue();
        return new JsonMapper().readTree(Base64.getDecoder().decode(measured.group(1)));
    }

    Path screenshot(Path page, Scheme scheme, int width) throws IOException, InterruptedException {
        Path picture = directory.resolve("page-" + scheme + "-" + width + ".png");
        run(scheme, width, page, "--screenshot=" + picture);
        return picture;
    }

    Path print(Path page) throws IOException, InterruptedException {
        Path paper = directory.resolve("page.pdf");
        run(Scheme.DARK, 1280, page, "--print-to-pdf=" + paper, "--no-pdf-header-footer");
        return paper;
    }

    private String run(Scheme scheme, int width, Path page, String... what) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(Stream.concat(Stream.of(PROGRAM.toString()), QUIET.stream()).toList());
        words.addAll(List.of(what));
        words.addAll(List.of("--user-data-dir=" + directory.resolve("profile"),
                "--blink-settings=preferredColorScheme=" + scheme.setting, "--window-size=" + width + ",844",
                page.toUri().toString()));
        Path output = directory.resolve("output");
        Process process = new ProcessBuilder(words).redirectOutput(output.toFile())
                .redirectError(directory.resolve("errors").toFile()).start();
        try {
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("chromium ends").isTrue();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        return Files.readString(output);
    }
}
