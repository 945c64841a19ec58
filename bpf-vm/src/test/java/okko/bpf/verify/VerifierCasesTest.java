package okko.bpf.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Programs as text, with the verdict that each must get; see {@link VerifierCase} for the form. */
class VerifierCasesTest {

    @TestFactory
    Stream<DynamicTest> shouldGiveTheVerdictOfEachCase() {
        return Stream.of("accepted.txt", "compiled.txt", "refused.txt", "oko.txt", "xdp.txt", "helpers.txt",
                        "references.txt", "ranges.txt", "calls.txt", "data.txt", "compiled-xdp.txt", "loops.txt")
                .flatMap(file -> VerifierCase.read(file).stream()
                        .map(each -> DynamicTest.dynamicTest(file + ": " + each.title(), () -> check(each))));
    }

    private static void check(VerifierCase each) {
        List<String> found = switch (Verifier.verify(each.image(), each.options())) {
            case Verdict.Accepted(Analysis analysis) -> {
                check(each.facts(), analysis.ranges());
                if (each.most() != null) {
                    assertThat(analysis.maxInstructions()).as("most instructions").isEqualTo(each.most());
                }
                yield List.of();
            }
            case Verdict.Rejected(List<Finding> findings) -> findings.stream()
                    .map(finding -> "pc " + finding.pc() + " needs " + finding.needs())
                    .toList();
        };
        assertThat(found).isEqualTo(each.expected());
    }

    private static void check(List<VerifierCase.Fact> facts, Ranges ranges) {
        for (VerifierCase.Fact fact : facts) {
            assertThat(ranges.least(fact.pc(), fact.register())).as("least of " + fact).isEqualTo(fact.least());
            assertThat(ranges.greatest(fact.pc(), fact.register())).as("most of " + fact).isEqualTo(fact.greatest());
        }
    }
}
