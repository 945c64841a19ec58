package okko.eval.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class FingerprintTest {

    private static final String CPU_INFO = """
            processor\t: 0
            model\t\t: 1
            model name\t: A CPU: fast
            stepping\t: 2

            processor\t: 1
            stepping\t: 3
            """;

    @Test
    void shouldFindTheFirstValueOfANameThatIsEqualAndNotMerelyAlike() {
        assertThat(Fingerprint.field(CPU_INFO, "model")).contains("1");
        assertThat(Fingerprint.field(CPU_INFO, "model name")).contains("A CPU: fast");
        assertThat(Fingerprint.field(CPU_INFO, "stepping")).contains("2");
        assertThat(Fingerprint.field(CPU_INFO, "microcode")).isEmpty();
    }

    @Test
    void shouldSayOfEachMachineWhatCollectsGarbageAndWhetherCountersWork() {
        Map<String, String> facts = Fingerprint.take();

        assertThat(facts).containsKeys("garbage collectors", "hardware counters");
        assertThat(facts.values()).noneMatch(String::isBlank);
    }
}
