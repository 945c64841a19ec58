package okko.external.testkit;

import java.util.List;
import okko.external.api.Verdict;

/**
 * What came of one run over packets.
 *
 * @param answers    one for each packet that was shown, in their order
 * @param originated packets of the processor's own that it did not drop itself, in their order
 */
public record Outcome(List<Answer> answers, List<Answer> originated) {

    /** Copies the lists. */
    public Outcome {
        answers = List.copyOf(answers);
        originated = List.copyOf(originated);
    }

    /**
     * Counts packets that were shown.
     *
     * @param verdict of the processor
     * @return how many got it
     */
    public long count(Verdict verdict) {
        return answers.stream().filter(answer -> answer.verdict() == verdict).count();
    }

    /**
     * Counts packets that passed.
     *
     * @param result of the processor
     * @return how many passed with it
     */
    public long countPassed(int result) {
        return answers.stream()
                .filter(answer -> answer.verdict() == Verdict.PASS && answer.result() == result)
                .count();
    }

    /** {@return each answer to a packet that was shown, as text: {@code pass 1}, {@code drop}, {@code output 7}} */
    public List<String> verdicts() {
        return answers.stream().map(Answer::toString).toList();
    }
}
