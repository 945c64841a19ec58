package okko.switchd.parse;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ParserCorpusTest {

    @Test
    void shouldAgreeWithReferenceAndComeEverywhereWhenFoundFramesAreParsedAgain() throws Exception {
        try (ParserFuzzer fuzzer = new ParserFuzzer(0)) {
            assertThat(fuzzer.runs()).isGreaterThan(60);
            assertThat(fuzzer.placesNotReached().stream()).isEmpty();
        }
    }
}
