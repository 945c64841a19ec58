package okko.eval.live;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A web server on a host, from Python's standard library, that serves one page. */
record WebServer(Process process) implements AutoCloseable {

    static final int PORT = 8080;

    private static final int PATIENCE_SECONDS = 2;

    static WebServer start(Host host, Path directory, String page) throws IOException, InterruptedException {
        Path pages = Files.createTempDirectory(directory, "pages");
        Files.writeString(pages.resolve("index.html"), page + "\n");
        Process process =
                host.start("python3", "-m", "http.server", "--directory", pages.toString(), Integer.toString(PORT));
        Okko.await("the web server", () -> isServing(host));
        return new WebServer(process);
    }

    private static boolean isServing(Host host) {
        try {
            return !host.fetch("127.0.0.1", PORT, PATIENCE_SECONDS).isEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
