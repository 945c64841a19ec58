package okko.eval.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import okko.eval.setup.InProcess;
import okko.eval.setup.InSwitch;
import org.junit.jupiter.api.Test;

class CoreBudgetTest {

    @Test
    void shouldNameTheSetupsThatHaveFewerCoresThanBusyThreads() {
        assertThat(CoreBudget.sentences(List.of(InSwitch.COMPILED, InProcess.BPF, InProcess.REMOTE), 2)).isEqualTo(
                "In remote-aeron, 4 busy threads share 2 cores: what was measured is this machine, not the setup.");
        assertThat(CoreBudget.sentences(List.of(InSwitch.COMPILED_TWICE, InProcess.BPF, InProcess.REMOTE), 1))
                .isEqualTo("In switch-bpf-2, process-bpf, 2 busy threads share 1 core: what was measured is this"
                        + " machine, not the setup. In remote-aeron, 4 busy threads share 1 core: what was measured is"
                        + " this machine, not the setup.");
    }

    @Test
    void shouldSayNothingWhenThereAreCoresEnough() {
        assertThat(CoreBudget.sentences(List.of(InSwitch.COMPILED, InProcess.BPF, InProcess.REMOTE), 4)).isEmpty();
    }

    @Test
    void shouldSayNothingOfWhatHasNoNumber() {
        assertThat(CoreBudget.sentences(SampleResults.build())).isEmpty();
    }
}
