package okko.eval.speed;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A program's C source, compiled by gcc to machine code, in a process of its own: what the program would cost without a
 * virtual machine. {@code bench/native/main.c} is the other side; it idles unless it is asked for passes.
 */
public final class NativeTwin implements AutoCloseable {

    /** The compiler and its options. */
    public static final List<String> COMPILER = List.of("gcc", "-O2");

    private final Process process;
    private final BufferedReader answers;
    private final Writer requests;
    private final String checksum;

    private NativeTwin(Process process) throws IOException {
        this.process = process;
        answers = process.inputReader(StandardCharsets.US_ASCII);
        requests = process.outputWriter(StandardCharsets.US_ASCII);
        checksum = answer();
    }

    /** {@return the compiler's own words about its version, or nothing if there is none} */
    public static Optional<String> compilerVersion() {
        try {
            Process compiler = new ProcessBuilder(COMPILER.getFirst(), "--version")
                    .redirectError(ProcessBuilder.Redirect.DISCARD).start();
            try (var lines = compiler.inputReader()) {
                return lines.lines().findFirst();
            }
        } catch (IOException absent) {
            return Optional.empty();
        }
    }

    /**
     * Compiles a source and starts the program.
     *
     * @param source    that defines {@code entry}
     * @param capture   with the packets
     * @param directory for the program, and the C files that belong to any
     * @return the running program, to be closed
     * @throws IOException if the compiler or the program fails; the message holds what it said
     */
    public static NativeTwin start(Path source, Path capture, Path directory) throws IOException {
        Path program = directory.resolve("twin");
        SpeedFiles.extractNative(directory);
        var command = new ArrayList<>(COMPILER);
        Path nativeSources = directory.resolve(SpeedFiles.NATIVE);
        command.addAll(List.of("-o", program.toString(), source.toString(),
                nativeSources.resolve("map.c").toString(), nativeSources.resolve("main.c").toString()));
        compile(command, source);
        return new NativeTwin(new ProcessBuilder(program.toString(), capture.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT).start());
    }

    /** {@return the fold of the results of one pass over the packets from empty maps, in hexadecimal} */
    public String checksum() {
        return checksum;
    }

    /**
     * Makes passes over the packets.
     *
     * @param passes how many
     * @return nanoseconds that they took
     * @throws IOException if the process has died
     */
    public long timeNs(long passes) throws IOException {
        requests.write(passes + "\n");
        requests.flush();
        return Long.parseLong(answer());
    }

    /** Runs for a while; returns the nanoseconds per pass. */
    double warmUp(long durationNs) throws IOException {
        long passes = 1;
        long tookNs = timeNs(passes);
        while (tookNs < durationNs) {
            passes *= 2;
            tookNs = timeNs(passes);
        }
        return (double) tookNs / passes;
    }

    @Override
    public void close() {
        process.destroy();
    }

    private static void compile(List<String> command, Path source) throws IOException {
        Process compiler = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            String messages = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (compiler.waitFor() != 0) {
                throw new IOException(source + ": " + COMPILER.getFirst() + " refuses it\n" + messages.stripTrailing());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(source + ": interrupted while it was compiled", e);
        }
    }

    private String answer() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IOException("the program that " + COMPILER.getFirst() + " made has ended");
        }
        return line;
    }
}
