package okko.bpf.elf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import okko.bpf.image.ProgramImage;
import okko.bpf.image.Role;
import okko.bpf.verify.Finding;
import okko.bpf.verify.Verdict;
import okko.bpf.verify.Verifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the verifier says of programs that do something: those of the documentation, of the evaluation, and Oko's. */
class RealProgramsTest {

    /** The manual shows how it is refused. */
    static final String CARELESS = "careless";

    /** Programs of Oko's ABI that are actions; what the others are, their ABI says. */
    private static final Set<String> ACTIONS = Set.of("steer");

    static List<Path> documentedObjects() throws IOException {
        var objects = new ArrayList<Path>();
        for (String folder : List.of("../docs/examples", "../evaluation/src/main/bpf")) {
            try (Stream<Path> files = Files.walk(Path.of(folder))) {
                files.filter(file -> file.toString().endsWith(".o")).sorted().forEach(objects::add);
            }
        }
        return objects;
    }

    @ParameterizedTest
    @MethodSource("documentedObjects")
    void shouldAcceptTheProgramsOfDocumentationAndEvaluation(Path object) throws Exception {
        Map<String, List<Finding>> findings = findings(Files.readAllBytes(object));

        boolean isAccepted = !object.getFileName().toString().startsWith(CARELESS);
        assertThat(findings).isNotEmpty()
                .allSatisfy((_, found) -> assertThat(found.isEmpty()).as(found.toString()).isEqualTo(isAccepted));
    }

    @Test
    void shouldRefuseTheProgramThatTheLiveTestHasRefused() throws Exception {
        Path object = Path.of("../evaluation/src/test/resources/okko/eval/live/out_of_bounds.o");

        assertThat(findings(Files.readAllBytes(object)).values()).allSatisfy(found -> assertThat(found).isNotEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1", "v2", "v3"})
    void shouldAcceptTheAlgorithmsThatOkoCameWith(String cpu) throws Exception {
        var findings = new TreeMap<>(findings(Files.readAllBytes(okos(cpu))));

        assertThat(findings).containsOnlyKeys("dapper", "p0f", "rate_limiter", "rate_limiter_reversed",
                "stateful_firewall", "stateless_firewall", "stateless_firewall_reversed");
        assertThat(findings).allSatisfy((name, found) ->
                assertThat(found.isEmpty()).as(found.toString()).isEqualTo(!name.endsWith("_reversed")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1", "v2", "v3"})
    void shouldRefuseLengthTestsTheWrongWayRound(String cpu) throws Exception {
        Map<String, List<Finding>> findings = findings(Files.readAllBytes(okos(cpu)));

        for (String program : List.of("rate_limiter_reversed", "stateless_firewall_reversed")) {
            Finding first = findings.get(program).getFirst();
            assertThat(first.known()).isEqualTo("packet has at most 34 bytes, and may have none");
            assertThat(first.hint()).startsWith("the check is the wrong way round: return before this access if the");
        }
        assertThat(findings.get("rate_limiter_reversed")).extracting(Finding::needs)
                .containsExactly("packet bytes [26, 30) readable");
        assertThat(findings.get("stateless_firewall_reversed").getFirst().needs())
                .isEqualTo("packet bytes [30, 31) readable");
    }

    private static Path okos(String cpu) {
        return Path.of("src/test/resources/oko/programs-" + cpu + ".o");
    }

    /** Of each program of an object, the findings. */
    static Map<String, List<Finding>> findings(byte[] object) throws ElfException {
        var findings = new TreeMap<String, List<Finding>>();
        for (ElfProgram program : ElfLoader.programs(object)) {
            ProgramImage image = ElfLoader.load(object, program.name(), null);
            boolean isAction = ACTIONS.contains(program.name());
            findings.put(program.name(), switch (Verifier.verify(isAction ? image.as(Role.ACTION) : image)) {
                case Verdict.Accepted _ -> List.of();
                case Verdict.Rejected(List<Finding> found) -> found;
            });
        }
        return findings;
    }
}
