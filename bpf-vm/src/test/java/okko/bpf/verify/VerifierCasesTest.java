package okko.bpf.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import okko.bpf.asm.Disassembler;
import okko.bpf.image.ProgramImage;
import okko.bpf.verify.VerifierCase.Refusal;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Programs as text, with the verdict that each must get; see {@link VerifierCase} for the form. */
class VerifierCasesTest {

    /** Fewer than there are; no case is to be lost by accident. */
    private static final int SAFE_PROGRAMS = 120;
    private static final int UNSAFE_PROGRAMS = 250;

    @TestFactory
    Stream<DynamicTest> shouldGiveTheVerdictOfEachCase() {
        return VerifierCase.files().stream()
                .flatMap(file -> VerifierCase.read(file).stream()
                        .map(each -> DynamicTest.dynamicTest(file + ": " + each.title(), () -> check(each))));
    }

    @Test
    void shouldHaveEnoughCasesWrittenByHand() throws Exception {
        Map<Boolean, List<String>> programs = VerifierCase.files().stream()
                .filter(file -> !file.startsWith("compiled"))
                .flatMap(file -> VerifierCase.read(file).stream())
                .collect(Collectors.partitioningBy(each -> each.expected().isEmpty(),
                        Collectors.mapping(each -> Disassembler.listing(each.image().code(), each.image().abi()),
                                Collectors.toList())));

        assertThat(programs.get(true).stream().distinct().count()).as("different safe programs")
                .isGreaterThanOrEqualTo(SAFE_PROGRAMS);
        assertThat(programs.get(false).stream().distinct().count()).as("different unsafe programs")
                .isGreaterThanOrEqualTo(UNSAFE_PROGRAMS);
    }

    @Test
    void shouldTellOfEachFileWhatItIsAbout() throws Exception {
        String text = Files.readString(Path.of(VerifierCasesTest.class.getResource("/verifier/README.md").toURI()));

        assertThat(text).contains(VerifierCase.files());
    }

    @Test
    void shouldGiveEachCaseOfAFileATitleOfItsOwn() {
        for (String file : VerifierCase.files()) {
            assertThat(VerifierCase.read(file)).extracting(VerifierCase::title).as(file).doesNotHaveDuplicates();
        }
    }

    private static void check(VerifierCase each) {
        List<Refusal> found = switch (Verifier.verify(each.image(), each.options())) {
            case Verdict.Accepted(Analysis analysis) -> {
                check(each.facts(), analysis.ranges());
                List<String> subjects = each.learnt().stream().map(line -> line.split(" ")[0]).distinct().toList();
                assertThat(subjects.stream().flatMap(subject -> learnt(subject, analysis, each.image())))
                        .containsExactlyElementsOf(each.learnt());
                yield List.of();
            }
            case Verdict.Rejected(List<Finding> findings) -> IntStream.range(0, findings.size())
                    .mapToObj(i -> refusal(findings.get(i),
                            i < each.expected().size() ? each.expected().get(i) : new Refusal(0, "", null, null)))
                    .toList();
        };
        assertThat(found).isEqualTo(each.expected());
    }

    /** What was learnt about a subject, line by line as the case would say it. */
    private static Stream<String> learnt(String subject, Analysis analysis, ProgramImage image) {
        Footprint footprint = analysis.footprint();
        List<String> lines = switch (subject) {
            case "most" -> List.of(Long.toString(analysis.maxInstructions()));
            case "nonzero" -> analysis.nonZeroDivisor().stream().mapToObj(pc -> "pc " + pc).toList();
            case "reads" -> List.of(footprint.packetRead().toString());
            case "writes" -> List.of(footprint.packetWritten().toString());
            case "touches" -> touched(footprint, image);
            case "beyond" -> footprint.beyond().isEmpty()
                    ? List.of()
                    : List.of(footprint.beyond().stream().sorted().map(each -> each.name().toLowerCase(Locale.ROOT))
                            .collect(Collectors.joining(", ")));
            case "pure" -> List.of(footprint.isPure() ? "yes" : "no");
            default -> throw new IllegalArgumentException(subject);
        };
        return (lines.isEmpty() ? List.of("none") : lines).stream().map(line -> subject + " " + line);
    }

    private static List<String> touched(Footprint footprint, ProgramImage image) {
        List<String> lines = new ArrayList<>();
        for (int map = 0; map < image.maps().size(); map++) {
            boolean isRead = footprint.mapsRead().contains(map);
            boolean isWritten = footprint.mapsWritten().contains(map);
            if (isRead || isWritten) {
                lines.add(image.maps().get(map).name()
                        + (isRead ? isWritten ? " read, written" : " read" : " written"));
            }
        }
        return lines;
    }

    /** A finding, without what the case says nothing of. */
    private static Refusal refusal(Finding finding, Refusal expected) {
        return new Refusal(finding.pc(), finding.needs(), expected.known() == null ? null : finding.known(),
                expected.hint() == null ? null : finding.hint());
    }

    private static void check(List<VerifierCase.Fact> facts, Ranges ranges) {
        for (VerifierCase.Fact fact : facts) {
            assertThat(ranges.least(fact.pc(), fact.register())).as("least of " + fact).isEqualTo(fact.least());
            assertThat(ranges.greatest(fact.pc(), fact.register())).as("most of " + fact).isEqualTo(fact.greatest());
        }
    }
}
