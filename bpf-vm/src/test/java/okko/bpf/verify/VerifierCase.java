package okko.bpf.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
 * fact pc 5 r2 in [0, 255]   of an accepted program: the range of what an instruction reads; * for an end not known
 * </pre>
 *
 * @param title    what the case shows
 * @param image    the program
 * @param options  that it is held to
 * @param expected one line per finding; empty if the program is to be accepted
 * @param facts    what is to be learnt of the numbers in registers
 */
public record VerifierCase(
        String title, ProgramImage image, VerifyOptions options, List<String> expected, List<Fact> facts) {

    private static final int ENTRIES = 16;

    private static final Pattern FACT = Pattern.compile("fact pc (\\d+) r(\\d) in \\[([-\\d*]+), ([-\\d*]+)\\]");

    /** That an instruction reads numbers from {@code least} to {@code greatest} in a register, and no tighter range. */
    record Fact(int pc, Reg register, long least, long greatest) {

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

    /**
     * Reads the cases of a file.
     *
     * @param resource its name, in the folder of these files
     * @return the cases, in their order
     */
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
        List<String> expected = new ArrayList<>();
        List<Fact> facts = new ArrayList<>();
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
            } else if (line.startsWith("fact ")) {
                facts.add(Fact.of(line));
            } else if (line.startsWith("pc ")) {
                expected.add(line);
            } else if (!line.isBlank() && !line.equals("accepted") && !line.startsWith("#")) {
                throw new IllegalArgumentException("what is this: line=" + line);
            }
        }
        try {
            var image = new ProgramImage("test", abi, Assembler.assemble(program.toString()), maps, SourceLines.NONE);
            return new VerifierCase(lines[0], role == null ? image : image.as(role), options, expected, facts);
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
