package okko.switchd.fuzz;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import okko.switchd.parse.Coverage;
import okko.switchd.parse.CoverageLoader;

/** Feeds a target with what it was fed with before, changed, and keeps what went a way of its own. */
final class Fuzzer {

    private static final int MAX_CHANGES = 6;
    private static final int MAX_BYTES = 2048;

    private final List<byte[]> known = new ArrayList<>();
    private final List<byte[]> words;
    private final BitSet ways = new BitSet();
    private final FuzzTarget target;
    private final Random random;
    private long runs;

    /**
     * Loads a target, and with it copies of all classes of some packages that report where they come by.
     *
     * @param words that are put in here and there
     */
    Fuzzer(Class<? extends FuzzTarget> type, List<Class<?>> ofPackages, List<byte[]> words, long seed)
            throws ReflectiveOperationException, IOException, URISyntaxException {
        this.words = words;
        random = new Random(seed);
        Set<String> instrumented = new HashSet<>(Set.of(type.getName()));
        for (Class<?> one : ofPackages) {
            instrumented.addAll(classesBeside(one));
        }
        CoverageLoader loader = new CoverageLoader(instrumented);
        target = (FuzzTarget) loader.loadClass(type.getName()).getDeclaredConstructor().newInstance();
    }

    /** From a directory of classes, or from the jar that integration tests run against. */
    private static List<String> classesBeside(Class<?> one) throws IOException, URISyntaxException {
        Path place = Path.of(one.getProtectionDomain().getCodeSource().getLocation().toURI());
        if (Files.isDirectory(place)) {
            return classesIn(place, one.getPackageName());
        }
        try (FileSystem jar = FileSystems.newFileSystem(place)) {
            return classesIn(jar.getPath("/"), one.getPackageName());
        }
    }

    private static List<String> classesIn(Path root, String packageName) throws IOException {
        try (Stream<Path> files = Files.list(root.resolve(packageName.replace('.', '/')))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".class") && !name.equals("package-info.class"))
                    .map(name -> packageName + "." + name.substring(0, name.length() - ".class".length()))
                    .toList();
        }
    }

    /** Feeds what is known to be of interest. */
    void begin(List<byte[]> inputs) {
        inputs.forEach(this::feed);
        if (known.isEmpty()) {
            known.add(new byte[0]);
        }
    }

    /** Tries new inputs until it is time. */
    void runUntil(long deadlineNs) {
        while (System.nanoTime() < deadlineNs) {
            for (int i = 0; i < 100; i++) {
                feed(changed(known.get(random.nextInt(known.size()))));
            }
        }
    }

    private void feed(byte[] input) {
        runs++;
        byte[] copy = input.clone();
        try {
            target.feed(copy);
        } catch (Throwable failure) {
            throw new AssertionError("input " + HexFormat.of().formatHex(input) + " \""
                    + new String(input, java.nio.charset.StandardCharsets.ISO_8859_1) + '"', failure);
        }
        if (Coverage.addTo(ways)) {
            known.add(input);
        }
    }

    private byte[] changed(byte[] input) {
        byte[] result = input.clone();
        for (int count = 1 + random.nextInt(MAX_CHANGES); count > 0; count--) {
            result = changedOnce(result);
        }
        return result.length > MAX_BYTES ? Arrays.copyOf(result, MAX_BYTES) : result;
    }

    private byte[] changedOnce(byte[] input) {
        int at = random.nextInt(input.length + 1);
        return switch (random.nextInt(8)) {
            case 0 -> Arrays.copyOf(input, at);
            case 1 -> spliced(input, at, Math.min(input.length, at + random.nextInt(9)), new byte[0]);
            case 2 -> spliced(input, at, at, words.get(random.nextInt(words.size())));
            case 3 -> {
                byte[] word = words.get(random.nextInt(words.size()));
                yield spliced(input, at, Math.min(input.length, at + word.length), word);
            }
            case 4 -> {
                byte[] other = known.get(random.nextInt(known.size()));
                int from = random.nextInt(other.length + 1);
                yield spliced(input, at, input.length, Arrays.copyOfRange(other, from, other.length));
            }
            case 5 -> { // once more
                int from = random.nextInt(input.length + 1);
                int to = from + random.nextInt(Math.min(16, input.length - from) + 1);
                yield spliced(input, at, at, Arrays.copyOfRange(input, from, to));
            }
            default -> {
                if (at < input.length) {
                    input[at] = random.nextBoolean()
                            ? (byte) (input[at] ^ 1 << random.nextInt(8)) : (byte) random.nextInt();
                }
                yield input;
            }
        };
    }

    private static byte[] spliced(byte[] input, int from, int to, byte[] replacement) {
        byte[] result = new byte[from + replacement.length + input.length - to];
        System.arraycopy(input, 0, result, 0, from);
        System.arraycopy(replacement, 0, result, from, replacement.length);
        System.arraycopy(input, to, result, from + replacement.length, input.length - to);
        return result;
    }

    /** How many inputs were tried. */
    long runs() {
        return runs;
    }

    /** How many went a way of their own. */
    int known() {
        return known.size();
    }
}
