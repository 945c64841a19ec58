package okko.bpf.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import okko.bpf.asm.Assembler;
import okko.bpf.image.Abi;
import okko.bpf.image.ProgramImage;
import okko.bpf.image.Role;
import okko.bpf.image.SourceLines;
import okko.bpf.isa.Reg;
import okko.bpf.map.MapDefinition.ProgramAccess;
import okko.bpf.map.MapDefinition;
import okko.bpf.map.MapType;
import okko.bpf.verify.VerifyOptions.Alignment;

/**
 * One case of a text file.
 *
 * <pre>
 * == what the case shows
 * abi xdp                    that the program is written for; without this line oko
 * role filter                what the program is loaded for; without this line the usual role of the abi
 * alignment strict           that accesses to memory are held to
 * limit 1000                 most instructions that a run may execute
 * map flows hash 8 16        a map: name, kind, bytes of a key, bytes of a value, and perhaps how many entries (16)
 * data "%d\0"                a section of constant data
 * global 16                  a section of global data that may be written, of so many bytes
 * constant 16                a section of constant data, of so many bytes that are 0
 *     r0 = 0                 the program, indented
 *     exit
 * accepted                   or one line per finding: pc 7 needs packet bytes [0, 4) readable
 * known packet has ...       after a finding's line: what it tells is known; unchecked without this line
 * hint return before ...     after a finding's line: what it tells to change; unchecked without this line
 * fact pc 5 r2 in [0, 255]   of an accepted program: the range of what an instruction reads; * for an end not known
 * most 691                   of an accepted program: the most instructions of a run
 * nonzero pc 4               of an accepted program: a division that never is by 0; all of them, or none after "none"
 * reads [12, 14), [23, 24)   bytes of the packet that it may read, or none; writes likewise
 * touches flows read         a map that it may read; written, or read, written; all of them, or none
 * beyond maps, time          what else its runs may look at or change, or none
 * pure yes                   that the result depends on nothing but what it reads; or no
 * </pre>
 *
 * @param title    what the case shows
 * @param image    the program
 * @param options  that it is held to
 * @param expected findings; empty if the program is to be accepted
 * @param facts    what is to be learnt of the numbers in registers
 * @param learnt   lines that say what else is to be learnt
 */
public record VerifierCase(
        String title, ProgramImage image, VerifyOptions options, List<Refusal> expected, List<Fact> facts,
        List<String> learnt) {

    private static final int ENTRIES = 16;

    /** First words of lines that say what is to be learnt. */
    private static final Set<String> LEARNT = Set.of("most", "nonzero", "reads", "writes", "touches", "beyond", "pure");

    private static final Pattern REFUSAL = Pattern.compile("pc (\\d+) needs (.+)");
    private static final Pattern FACT = Pattern.compile("fact pc (\\d+) r(\\d) in \\[([-\\d*]+), ([-\\d*]+)\\]");

    /** Files in the folder of cases that hold no cases. */
    private static final List<String> OTHER_FILES = List.of("README.md", "witness.txt");

    /** A finding; {@code known} and {@code hint} are {@code null} where the case does not say. */
    public record Refusal(int pc, String needs, String known, String hint) {

        private static Refusal of(String line) {
            Matcher words = REFUSAL.matcher(line);
            if (!words.matches()) {
                throw new IllegalArgumentException("not pc N needs ...: line=" + line);
            }
            return new Refusal(Integer.parseInt(words.group(1)), words.group(2), null, null);
        }

        private Refusal withKnown(String text) {
            return new Refusal(pc, needs, text, hint);
        }

        private Refusal withHint(String text) {
            return new Refusal(pc, needs, known, text);
        }
    }

    /** That an instruction reads numbers from {@code least} to {@code greatest} in a register, and no tighter range. */
    public record Fact(int pc, Reg register, long least, long greatest) {

        static Fact of(String line) {
            Matcher words = FACT.matcher(line);
            if (!words.matches()) {
                throw new IllegalArgumentException("not fact pc N rN in [A, B]: line=" + line);
            }
            return new Fact(Integer.parseInt(words.group(1)), new Reg(Integer.parseInt(words.group(2))),
                    words.group(3).equals("*") ? Long.MIN_VALUE : Long.parseLong(words.group(3)),
                    words.group(4).equals("*") ? Long.MAX_VALUE : Long.parseLong(words.group(4)));
        }
    }

    /** The files that hold cases, in the order of their names. */
    public static List<String> files() {
        try (Stream<Path> files = Files.list(Path.of(VerifierCase.class.getResource("/verifier").toURI()))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !OTHER_FILES.contains(name))
                    .sorted()
                    .toList();
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The cases of a file. */
    public static List<VerifierCase> read(String resource) {
        try (var stream = VerifierCase.class.getResourceAsStream("/verifier/" + resource)) {
            String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            List<VerifierCase> cases = new ArrayList<>();
            for (String each : text.split("(?m)^== ")) {
                if (!each.isBlank() && !each.startsWith("#")) {
                    cases.add(parse(each));
                }
            }
            return cases;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ProgramImage image(String program, MapDefinition... maps) {
        return new ProgramImage("test", Abi.OKO, Assembler.assemble(program), List.of(maps), SourceLines.NONE);
    }

    private static VerifierCase parse(String text) {
        String[] lines = text.split("\n");
        Abi abi = Abi.OKO;
        Role role = null;
        VerifyOptions options = VerifyOptions.DEFAULT;
        List<MapDefinition> maps = new ArrayList<>();
        List<Refusal> expected = new ArrayList<>();
        List<Fact> facts = new ArrayList<>();
        List<String> learnt = new ArrayList<>();
        StringBuilder program = new StringBuilder();
        for (String line : List.of(lines).subList(1, lines.length)) {
            String[] words = line.split(" ");
            if (line.startsWith(" ")) {
                program.append(line).append('\n');
            } else if (line.startsWith("abi ")) {
                abi = Abi.valueOf(words[1].toUpperCase(Locale.ROOT));
            } else if (line.startsWith("role ")) {
                role = Role.valueOf(words[1].toUpperCase(Locale.ROOT));
            } else if (line.equals("alignment strict")) {
                options = options.with(Alignment.STRICT);
            } else if (line.startsWith("limit ")) {
                options = options.withMaxInstructions(Long.parseLong(words[1]));
            } else if (line.startsWith("map ")) {
                maps.add(map(words));
            } else if (line.startsWith("data ")) {
                byte[] data = line.substring(6, line.length() - 1).replace("\\0", "\0").getBytes(StandardCharsets.UTF_8);
                maps.add(MapDefinition.globalData(".rodata", data, ProgramAccess.READ_ONLY));
            } else if (line.startsWith("global ")) {
                byte[] data = new byte[Integer.parseInt(words[1])];
                maps.add(MapDefinition.globalData(".bss", data, ProgramAccess.READ_WRITE));
            } else if (line.startsWith("constant ")) {
                byte[] data = new byte[Integer.parseInt(words[1])];
                maps.add(MapDefinition.globalData(".rodata", data, ProgramAccess.READ_ONLY));
            } else if (LEARNT.contains(words[0])) {
                learnt.add(line);
            } else if (line.startsWith("fact ")) {
                facts.add(Fact.of(line));
            } else if (line.startsWith("pc ")) {
                expected.add(Refusal.of(line));
            } else if (line.startsWith("known ")) {
                expected.add(expected.removeLast().withKnown(line.substring("known ".length())));
            } else if (line.startsWith("hint ")) {
                expected.add(expected.removeLast().withHint(line.substring("hint ".length())));
            } else if (!line.isBlank() && !line.equals("accepted") && !line.startsWith("#")) {
                throw new IllegalArgumentException("what is this: line=" + line);
            }
        }
        try {
            var image = new ProgramImage("test", abi, Assembler.assemble(program.toString()), maps, SourceLines.NONE);
            return new VerifierCase(lines[0], role == null ? image : image.as(role), options, expected, facts, learnt);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(lines[0] + ": " + e.getMessage(), e);
        }
    }

    private static MapDefinition map(String[] words) {
        return new MapDefinition(words[1], MapType.valueOf(words[2].toUpperCase(Locale.ROOT)),
                Integer.parseInt(words[3]), Integer.parseInt(words[4]),
                words.length > 5 ? Integer.parseInt(words[5]) : ENTRIES);
    }
}
