package okko.bpf.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import okko.bpf.verify.VerifierCase.Refusal;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Programs as text, with the verdict that each must get; see {@link VerifierCase} for the form. */
class VerifierCasesTest {

    @TestFactory
    Stream<DynamicTest> shouldGiveTheVerdictOfEachCase() {
        return VerifierCase.files().stream()
                .flatMap(file -> VerifierCase.read(file).stream()
                        .map(each -> DynamicTest.dynamicTest(file + ": " + each.title(), () -> check(each))));
    }

    private static void check(VerifierCase each) {
        List<Refusal> found = switch (Verifier.verify(each.image(), each.options())) {
            case Verdict.Accepted(Analysis analysis) -> {
                check(each.facts(), analysis.ranges());
                if (each.most() != null) {
                    assertThat(analysis.maxInstructions()).as("most instructions").isEqualTo(each.most());
                }
                yield List.of();
            }
            case Verdict.Rejected(List<Finding> findings) -> IntStream.range(0, findings.size())
                    .mapToObj(i -> refusal(findings.get(i),
                            i < each.expected().size() ? each.expected().get(i) : new Refusal(0, "", null, null)))
                    .toList();
        };
        assertThat(found).isEqualTo(each.expected());
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
