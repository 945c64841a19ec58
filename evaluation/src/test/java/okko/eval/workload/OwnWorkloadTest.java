package okko.eval.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import okko.external.sample.FirewallProcessor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnWorkloadTest {

    private static final Path EXAMPLES = Path.of("../docs/examples");

    @TempDir
    private Path directory;

    private Traffic traffic;

    @BeforeEach
    void readTraffic() throws IOException {
        traffic = Traffic.of(Bundle.recording(directory).subList(0, 1_000), 0);
    }

    @Test
    void shouldJudgeByTheInterpreterWhereThereIsOnlyAnObject() throws IOException {
        Path object = BundledWorkload.FIREWALL.placeObject(directory);
        Expectation byProgram = judge(new OwnWorkload("mine", Optional.of(object), Optional.empty(), Optional.empty()));
        Expectation byTwin = judge(new OwnWorkload("mine", Optional.empty(), Optional.empty(),
                Optional.of(FirewallProcessor.class.getName())));

        assertThat(byProgram).isEqualTo(byTwin);
        assertThat(byProgram.steady().match()).isPositive();
        assertThat(byProgram.steady().noMatch()).isPositive();
    }

    @Test
    void shouldPlaceItsObjectUnderItsOwnName() throws IOException {
        OwnWorkload own = new OwnWorkload("mine", Optional.of(EXAMPLES.resolve("block.o")), Optional.of("entry"),
                Optional.empty());
        own.check();

        assertThat(own.placeObject(directory)).hasFileName("mine.o").hasSameBinaryContentAs(EXAMPLES.resolve("block.o"));
        assertThat(own.description()).isEqualTo("BPF object block.o, program entry; no processor");
    }

    @Test
    void shouldSayInALineWhatCannotBeLoaded() throws IOException {
        Path text = Files.writeString(directory.resolve("text.o"), "no object");
        assertFault(object(directory.resolve("none.o")), "none.o: no such file");
        assertFault(object(text), "text.o: ");
        assertFault(object(EXAMPLES.resolve("ports.o")), "is of ABI xdp; a processor runs programs of ABI oko");
        assertFault(object(EXAMPLES.resolve("careless.o")), "careless.o tells more");
        assertFault(new OwnWorkload("mine", Optional.of(EXAMPLES.resolve("block.o")), Optional.of("nothing"),
                Optional.empty()), "nothing");
        assertFault(processor("/nowhere/a.jar"), "/nowhere/a.jar: no such file");
        assertFault(processor("no.such.Class"), "no.such.Class: no such class on the class path");
        assertFault(processor("java.lang.String"), "java.lang.String does not implement");
    }

    @Test
    void shouldTakeNamesThatAreFreeAndFitIntoFileNames() {
        assertThat(OwnWorkload.findFault("my-filter-2")).isEmpty();
        assertThat(OwnWorkload.findFault("firewall")).contains("\"firewall\" comes with Okko; choose another name");
        assertThat(OwnWorkload.findFault("pass")).isPresent();
        for (String wrong : List.of("", "My", "a/b", "../x", "-a", "a".repeat(31))) {
            assertThat(OwnWorkload.findFault(wrong)).as(wrong).isPresent();
        }
        for (String file : List.of("My Filter.v2.o", "firewall.o", "x/pass.o", "--.o", "Limiter.jar", "Gate",
                "a-name-that-is-much-longer-than-thirty-letters.o")) {
            assertThat(OwnWorkload.findFault(OwnWorkload.labelOf(Path.of(file)))).as(file).isEmpty();
        }
        assertThat(OwnWorkload.labelOf(Path.of("My Filter.v2.o"))).isEqualTo("my-filter-v2");
        assertThat(OwnWorkload.labelOf(Path.of("firewall.o"))).isEqualTo("own-firewall");
    }

    private Expectation judge(OwnWorkload own) throws IOException {
        try (var judge = own.newOracle()) {
            return new Oracle(2, 8).judge(traffic, judge);
        }
    }

    private static OwnWorkload object(Path file) {
        return new OwnWorkload("mine", Optional.of(file), Optional.empty(), Optional.empty());
    }

    private static OwnWorkload processor(String name) {
        return new OwnWorkload("mine", Optional.empty(), Optional.empty(), Optional.of(name));
    }

    private static void assertFault(OwnWorkload own, String words) {
        assertThatThrownBy(own::check).isInstanceOf(IOException.class).hasMessageContaining(words)
                .message().hasLineCount(1);
    }
}
