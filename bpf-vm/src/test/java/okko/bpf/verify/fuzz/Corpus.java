package okko.bpf.verify.fuzz;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import okko.bpf.elf.ElfException;
import okko.bpf.elf.ElfLoader;
import okko.bpf.elf.ElfProgram;
import okko.bpf.image.ProgramImage;
import okko.bpf.image.SourceLines;
import okko.bpf.map.MapDefinition;
import okko.bpf.map.MapType;
import okko.bpf.verify.Verdict;
import okko.bpf.verify.Verifier;
import okko.bpf.verify.VerifierCase;

/**
 * Programs that somebody has written: those of the committed objects, and the verifier's text cases. Those that are
 * accepted as they are count more: of what is refused, a mutation seldom makes something that is not.
 */
final class Corpus {

    private static final int MAX_ENTRIES = 16;
    private static final int WEIGHT_OF_ACCEPTED = 6;

    private Corpus() {}

    static List<ProgramImage> read() throws Exception {
        var images = new ArrayList<ProgramImage>();
        for (String file : VerifierCase.files()) {
            VerifierCase.read(file).forEach(each -> images.add(each.image()));
        }
        Path objects = Path.of(Corpus.class.getResource("/elf").toURI());
        for (Path folder : List.of(objects, Path.of("..", "evaluation", "src", "main", "bpf"))) {
            for (Path file : files(folder, ".o")) {
                addPrograms(Files.readAllBytes(file), images);
            }
        }
        return images.stream().map(Corpus::small).flatMap(image -> Stream.generate(() -> image).limit(
                Verifier.verify(image) instanceof Verdict.Accepted ? WEIGHT_OF_ACCEPTED : 1)).toList();
    }

    private static List<Path> files(Path folder, String end) throws Exception {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> file.toString().endsWith(end)).sorted().toList();
        }
    }

    private static void addPrograms(byte[] object, List<ProgramImage> images) throws ElfException {
        for (ElfProgram program : ElfLoader.programs(object)) {
            try {
                images.add(ElfLoader.load(object, program.name(), null));
            } catch (ElfException _) {
                continue;   // made to be refused by the loader
            }
        }
    }

    /** The program with maps that take little memory. */
    private static ProgramImage small(ProgramImage image) {
        return new ProgramImage(image.name(), image.abi(), image.role(), image.code(),
                image.maps().stream().map(Corpus::small).toList(), SourceLines.NONE, Map.of());
    }

    private static MapDefinition small(MapDefinition map) {
        boolean isSmall = map.isGlobalData() || map.type() == MapType.RING_BUFFER || map.maxEntries() <= MAX_ENTRIES;
        return isSmall
                ? map
                : new MapDefinition(map.name(), map.type(), map.keyBytes(), map.valueBytes(), MAX_ENTRIES);
    }
}
